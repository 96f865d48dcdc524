"""Proposals: how a circle answers a driver by consent, from the first draft to the agreement."""
