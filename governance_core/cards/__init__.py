"""What people see and are asked, in a closed vocabulary that every platform can draw."""
