"""What the bot serves over HTTP: whether it is alive, and calendars at secret addresses."""
