"""The store: everything Circlet remembers, in one SQLite file, written by one thread and read by several."""
