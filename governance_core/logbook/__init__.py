"""The logbook: every agreement with its text, who answered what, what was objected and how that was resolved."""
