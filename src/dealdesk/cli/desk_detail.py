"""What the desk on the whole screen shows of a quote: its line in the list, what it is, and who has to decide."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from rich.console import RenderableType
from rich.text import Text

from dealdesk.approving.requirements import Ruling
from dealdesk.approving.words import seat, sentence
from dealdesk.cli import words
from dealdesk.cli.show_record import STYLES
from dealdesk.cli.table import heading, lines_of, pairs, section, text
from dealdesk.desk.approvals import Needs
from dealdesk.errors import printable
from dealdesk.register import Stored
from dealdesk.register.lifecycle import MEANINGS

LEAST_NAME, MOST_NAME = 12, 36
"""Columns of a customer's name in the list."""

PADDING = 2
"""Columns between two columns of the list."""


def listed(
    found: Sequence[Stored], at: datetime, *, marked: str | None, width: int, one_state: bool
) -> tuple[list[Text], list[list[Text]]]:
    """Return the heads and the lines of the list of quotes, as wide as there is room.

    No amount is ever cut: where there is no room for all columns, names are shortened, and then there is no total.

    Args:
        found: The quotes.
        at: The time at which their states are told.
        marked: The number of the one that is marked.
        width: How much room there is.
        one_state: Whether all of them are in one state, which the list's name says.
    """
    currencies = {each.currency for each in found}
    in_one = f", {min(currencies)}" if len(currencies) == 1 else ""
    heads = [text("Quote"), text("Customer"), text("State"), Text(f"Total{in_one}", justify="right")]
    lines = [_line(each, at, marked=each.number == marked, several=len(currencies) > 1) for each in found]
    table = [heads, *lines]
    if one_state:
        table = [[number, name, total] for number, name, _, total in table]
    elif _room(table, width) < LEAST_NAME:
        table = [line[:-1] for line in table]
    room = max(LEAST_NAME // 2, min(MOST_NAME, _room(table, width)))
    for _, name, *_ in table:
        name.truncate(room, overflow="ellipsis")
    return table[0], table[1:]


def _room(table: Sequence[Sequence[Text]], width: int) -> int:
    """Return how much the other columns leave of the width for the names, which are the second column."""
    widths: list[int] = [max(each.cell_len for each in column) for column in zip(*table, strict=True)]
    return width - sum(widths) + widths[1] - PADDING * len(widths)


def _line(each: Stored, at: datetime, *, marked: bool, several: bool) -> list[Text]:
    state = each.state_at(at)
    total = text(words.money(each.net, each.places) + (f" {each.currency}" if several else ""))
    total.justify = "right"
    return [text(f"{'• ' if marked else ''}{each.number}"), text(each.customer), text(state, STYLES[state]), total]


def head(stored: Stored, at: datetime) -> RenderableType:
    """Return what a quote is, in a few lines."""
    state = stored.state_at(at)
    return section(
        text(f"{stored.name}  {stored.customer}", "bold"),
        pairs(
            [
                ("State", lines_of(text(state, STYLES[state]), text(MEANINGS[state], "dim"))),
                ("Title", stored.title),
                ("Segment", " · ".join(each for each in (stored.segment, stored.region) if each)),
                ("Rep", stored.rep),
                ("Total", f"{words.money(stored.net, stored.places)} {stored.currency}"),
                ("Term", words.days(stored.start, stored.end)),
                ("Valid", f"through {words.day(stored.valid_until)}"),
                ("Catalog", f"{stored.catalog} {stored.catalog_version}"),
            ]
        ),
    )


def needed(needs: Needs) -> list[RenderableType]:
    """Return who has to decide and why."""
    requirements, standing = needs.requirements, needs.standing
    if requirements.none:
        return [text("Nobody has to approve it.", "green")]
    parts: list[RenderableType] = []
    for each in requirements.firing:
        parts.append(Text.assemble(("! ", "bold yellow"), printable(_why(each, needs.stored.currency))))
    for one in standing.kept:
        parts.append(Text.assemble(("✓ ", "bold green"), printable(f"{one.title}: {one.person}")))
    for wanted in standing.open:
        parts.append(Text.assemble(("? ", "bold"), printable(f"waits for {seat(wanted)}")))
    return [section(heading("Approvals"), *parts)]


def _why(ruling: Ruling, currency: str) -> str:
    said = sentence(ruling, currency)
    return f"{said}  {ruling.at}" if ruling.at else said
