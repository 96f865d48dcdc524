"""The time, chance, and the ticker that wakes the sweep."""
