"""Write what examples come to into the catalog, in place: nothing else of the file changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

from dealdesk.catalog.places import Sources
from dealdesk.proving.examples import Ran
from dealdesk.writing import replace_text


def update(sources: Sources, ran: Iterable[Ran], files: Sequence[Path]) -> list[str]:
    """Replace each expected figure that differs by what came out; return the names of the files that were written.

    Figures that are not known, and examples that cannot be priced, are left as they are.

    Args:
        sources: Where the figures stand.
        ran: What came out.
        files: The files of the catalog, in the order of its sources.

    Raises:
        WriteError: A file cannot be written.
    """
    edits: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for each in ran:
        for difference in each.differences:
            if difference.got is not None:
                path = ("examples", each.number, "expect", difference.measure)
                part, span = next((p, s) for p in sources.parts if (s := p.spans.of(path)) is not None)
                edits[part.name].append((span.start, span.end, _number(difference.got)))
    for part, file in zip(sources.parts, files, strict=True):
        text = part.text
        for start, end, value in sorted(edits.get(part.name, ()), reverse=True):
            text = text[:start] + value + text[end:]
        if text != part.text:
            replace_text(file, part.text, text)
    return sorted(edits)


def _number(value: Decimal) -> str:
    """Return a number as catalogs write it: 272_000, or 1_234.50."""
    return f"{value:_f}" if value != value.to_integral_value() else f"{int(value):_d}"
