"""3.0 to 3.1: `variables` came, which prices may name; what was there before stays as it is."""

from __future__ import annotations

from dealdesk.importers.draft import Note
from dealdesk.importers.yaml_source import Document


def upgrade(document: Document) -> list[Note]:
    """Say the new version."""
    document.data["syntaxVersion"] = "3.1"
    return []
