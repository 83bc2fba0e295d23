"""JSON Schema of catalogs and deals, for editors: every key with what it takes, and what it means."""

from dealdesk.schema.make import KINDS, schema, text

__all__ = ["KINDS", "schema", "text"]
