"""Catalogs edited in place: one value is replaced, and nothing else of the file changes."""
