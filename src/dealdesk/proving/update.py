"""Write what examples come to into the catalog, in place: nothing else of the file changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

from dealdesk.catalog.places import Sources
from dealdesk.proving.examples import Ran
from dealdesk.writing import write_file


def update(sources: Sources, ran: Iterable[Ran]) -> list[str]:
    """Replace each expected figure that differs by what came out; return the files that were written.

    Figures that are not known, and examples that cannot be priced, are left as they are.

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
    texts = {part.name: part.text for part in sources.parts}
    for name, found in edits.items():
        text = texts[name]
        for start, end, value in sorted(found, reverse=True):
            text = text[:start] + value + text[end:]
        write_file(str(Path(name)), text.encode())
    return sorted(edits)


def _number(value: Decimal) -> str:
    """Return a number as catalogs write it: 272_000, or 1_234.50."""
    return f"{value:_f}" if value != value.to_integral_value() else f"{int(value):_d}"
