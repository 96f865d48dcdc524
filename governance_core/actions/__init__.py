"""What somebody said they would do: one owner each, reminded gently, until it is done or dropped."""
