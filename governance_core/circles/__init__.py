"""Circles: groups with an aim and a domain, their seats, their rules, and where they talk."""
