"""The program: the `circlet` command, its configuration, and the loops that keep everything running."""
