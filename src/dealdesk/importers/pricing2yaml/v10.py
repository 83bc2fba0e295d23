"""1.0 to 1.1: the day of the pricing was three keys, and is one date."""

from __future__ import annotations

from datetime import date
from typing import Any

from dealdesk.errors import InputError
from dealdesk.importers.draft import Note
from dealdesk.importers.yaml_source import Document


def upgrade(document: Document) -> list[Note]:
    """Put `day`, `month` and `year` together as `createdAt`."""
    data: dict[str, Any] = document.data
    parts = [data.get(key) for key in ("year", "month", "day")]
    for key, part in zip(("year", "month", "day"), parts, strict=True):
        if not isinstance(part, int) or isinstance(part, bool):
            message = f"{key} is missing" if part is None else f"{key} must be a whole number"
            raise InputError(document.mistake((key,), f"{message}; version 1.0 states day, month and year"))
    try:
        data["createdAt"] = date(*map(int, parts))  # type: ignore[arg-type]
    except ValueError:
        message = f"there is no day {parts[0]}-{parts[1]}-{parts[2]}"
        raise InputError(document.mistake(("day",), message)) from None
    document.moved(("day",), ("createdAt",))
    for key in ("year", "month", "day"):
        del data[key]
    data["version"] = "1.1"
    return []
