"""What a change of a catalog does to deals, on the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from rich.console import RenderableType

from dealdesk.changes.outcome import STATUSES, Impact
from dealdesk.changes.sides import Side
from dealdesk.changes.thresholds import Passed
from dealdesk.cli import words
from dealdesk.cli.impact_words import HEADINGS, Row, figures, headline, left_out, listed, passed_words
from dealdesk.cli.table import Column, heading, lines_of, pairs, section, table, text
from dealdesk.cli.table import Row as Cells


def impact_page(
    found: Impact, base: Side, head: Side, today: date, beyond: Sequence[Passed], *, everything: bool
) -> Iterable[RenderableType]:
    """Yield the parts: what is compared, totals, the deals by what happens to them, and the limits that are passed."""
    yield section(
        text(f"{head.catalog.catalog.name}: {headline(found)}", "bold"),
        pairs(
            [
                ("Base", f"{base.name}, {base.catalog.catalog.id} {base.catalog.catalog.version}"),
                ("Head", f"{head.name}, {head.catalog.catalog.id} {head.catalog.catalog.version}"),
                ("Quotes of", words.day(today)),
                ("Left out", left_out(found)),
            ]
        ),
    )
    money = [
        Column("Before", right=True),
        Column("After", right=True),
        Column("Change", right=True),
        Column(right=True),
    ]
    for total in found.totals:
        rows: list[Cells] = list(figures(total))
        title = heading(f"Totals, {total.currency}", words.plural(total.deals, "deal"))
        yield section(title, table([Column(breaks=True, least=20), *money], rows))
    for status in STATUSES:
        deals, more = listed(found, status, everything=everything)
        if deals:
            columns = [Column(breaks=True, least=24), *money]
            note = f"{more} more; --all lists them" if more else ""
            yield section(heading(HEADINGS[status], note), table(columns, [_cells(each) for each in deals]))
    if found.unread:
        rows = [(each.file, "; ".join(wrong.message for wrong in each.mistakes[:3])) for each in found.unread]
        columns = [Column(breaks=True, least=24), Column(breaks=True, least=24)]
        yield section(heading("Cannot be read"), table(columns, rows))
    if beyond:
        lines = [passed_words(each) for each in beyond]
        shown = lines if everything else lines[:20]
        more_lines = [f"and {len(lines) - len(shown)} more"] if len(lines) > len(shown) else []
        yield section(heading("Limits passed"), lines_of(*shown, *more_lines))


def _cells(deal: Row) -> Cells:
    reasons = [text(f"  {each}", "dim") for each in deal.reasons]
    about = lines_of(deal.file, text(f"  {deal.title}"), *reasons)
    return (about, deal.before, deal.after, deal.delta, deal.percent)
