"""Secret addresses at which people's calendar programs follow a calendar by themselves."""
