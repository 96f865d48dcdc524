"""A number that a circle follows: one value a day, with the direction it should go and perhaps a target."""
