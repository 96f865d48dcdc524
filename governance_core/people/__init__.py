"""People: who belongs to the organisation, by which accounts they come, and when they are away."""
