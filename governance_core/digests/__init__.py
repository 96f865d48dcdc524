"""Digests: what a circle, and whoever leads it, must read once a week."""
