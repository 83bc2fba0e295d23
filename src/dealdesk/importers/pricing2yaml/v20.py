"""2.0 to 2.1: `version` was that of the format, and is that of the pricing; the format's is `syntaxVersion`."""

from __future__ import annotations

from datetime import date
from typing import Any

from dealdesk.importers.draft import Note
from dealdesk.importers.yaml_source import Document


def upgrade(document: Document) -> list[Note]:
    """Move `version` to `syntaxVersion`, and name the pricing after its day."""
    data: dict[str, Any] = document.data
    document.moved(("version",), ("syntaxVersion",))
    data["syntaxVersion"] = "2.1"
    created = data.get("createdAt")
    data["version"] = created.isoformat() if isinstance(created, date) else str(created or "latest")
    return []
