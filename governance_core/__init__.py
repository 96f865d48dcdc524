"""The governance core: what may happen, who may do it and what people see, knowing no platform, store or clock."""
