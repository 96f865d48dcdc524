"""What every gateway calls: the one door, forms, queries, and what the loops draw and press."""
