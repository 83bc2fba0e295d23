"""Catalogs put to the test: their own examples are run, and what they declare is attacked with random deals."""
