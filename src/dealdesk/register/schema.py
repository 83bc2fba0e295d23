"""Names in the schema that programs which run without SQLAlchemy need, too."""

COPIED = ("register", "contents", "versions", "events")
"""The tables, in the order in which they are copied."""
