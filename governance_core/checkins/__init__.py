"""Check-ins: a circle asks its members a few questions again and again, and sees the answers together."""
