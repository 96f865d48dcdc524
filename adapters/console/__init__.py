"""The bot in a terminal, acting as any member with a clock that can be moved; it also plays scripts."""
