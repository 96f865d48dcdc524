"""Setting up: from a server with no organisation to a circle that decides, once, without typing a config file."""
