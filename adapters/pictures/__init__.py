"""Pictures of charts. The library that draws them is imported with the first one."""
