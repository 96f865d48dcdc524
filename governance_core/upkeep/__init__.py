"""Upkeep: admins see whether the bot is well, apply its config file, and have shown again what could not be shown."""
