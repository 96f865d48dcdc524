"""One module for each command (or two close ones), with a `main` that carries it out."""
