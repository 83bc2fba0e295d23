"""Names in the schema that programs which run without SQLAlchemy need, too."""

from __future__ import annotations

from collections.abc import Mapping

GUARDS: Mapping[str, frozenset[str]] = {
    "sqlite": frozenset(
        {"events_stay", "events_are_kept", "contents_stay", "contents_are_kept", "versions_stay", "versions_are_kept"}
    ),
    "postgresql": frozenset(
        {
            "events_stay", "events_are_kept", "contents_stay", "contents_are_kept",
            "versions_stay", "versions_are_kept", "versions_are_not_emptied",
        }
    ),
}  # fmt: skip
"""The triggers that refuse changes, on each database."""

COPIED = ("register", "contents", "versions", "events")
"""The tables, in the order in which they are copied."""
