"""Cards as Markdown files: readable with nothing but a text editor, and as pages wherever Markdown is drawn."""
