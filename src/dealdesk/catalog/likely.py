"""Which of many names was meant: as `did_you_mean`, in a time that does not grow with ten thousand products."""

from __future__ import annotations

from collections.abc import Collection

from dealdesk.errors import did_you_mean

FEW = 300
"""Of more names than this only those are compared that begin or end as the word does."""


def likely(word: str, known: Collection[str]) -> str | None:
    """Return the name that *word* was most likely meant to be, or None; the same one every time."""
    if len(known) <= FEW:
        return did_you_mean(word, sorted(known))
    start, end, length = word[:2].casefold(), word[-2:].casefold(), len(word)
    near = [name for name in known if abs(len(name) - length) <= 2 and name[:2].casefold() == start]
    both = [name for name in near if name[-2:].casefold() == end]
    if not both:
        near += [name for name in known if abs(len(name) - length) <= 2 and name[-2:].casefold() == end]
    return did_you_mean(word, sorted(both or near)[:FEW])
