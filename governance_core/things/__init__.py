"""Shared things: what circles have to lend, who has it when, and what becomes of it."""
