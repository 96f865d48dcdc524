"""Circlet on Discord: slash commands, forms and cards, grown from the core's vocabularies. It knows no feature."""
