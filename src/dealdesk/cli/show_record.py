"""Recorded quotes on the terminal: one, many, the pipeline, and what became of one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from rich.console import RenderableType

from dealdesk.cli import words
from dealdesk.cli.table import Cell, Column, Row, heading, lines_of, pairs, section, table, text
from dealdesk.register.lifecycle import MEANINGS, MOVES, State
from dealdesk.register.rows import amount
from dealdesk.register.stored import Event, Stored
from dealdesk.register.wanted import Stage

STYLES: dict[State, str] = {
    "draft": "dim", "submitted": "yellow", "approved": "cyan", "rejected": "red", "sent": "bold cyan",
    "accepted": "bold green", "declined": "red", "expired": "magenta", "superseded": "dim", "void": "dim",
}  # fmt: skip
DONE = {move.name: move.done for move in MOVES} | {
    "create": "recorded", "people": "recorded who may do what", "restore": "restored", "import": "imported",
}  # fmt: skip


def record_page(stored: Stored, now: datetime) -> Iterable[RenderableType]:
    """Yield what a version is, in a few lines."""
    state = stored.state_at(now)
    yield section(
        text(stored.name, "bold"),
        pairs(
            [
                ("State", lines_of(text(state, STYLES[state]), text(MEANINGS[state], "dim"))),
                ("Customer", " · ".join(each for each in (stored.customer, stored.segment, stored.region) if each)),
                ("Title", stored.title),
                ("Rep", stored.rep),
                ("Total", f"{words.money(stored.net, stored.places)} {stored.currency}"),
                ("A year", f"{words.money(stored.acv, stored.places)} {stored.currency}"),
                ("Term", f"{words.days(stored.start, stored.end)}"),
                ("Issued", words.day(stored.issued)),
                ("Valid", f"through {words.day(stored.valid_until)}"),
                ("Catalog", f"{stored.catalog} {stored.catalog_version}"),
                ("Reference", stored.reference or ""),
                ("Entry", f"{stored.entry} of the log"),
                ("Record", stored.chain),
            ]
        ),
    )


def history(events: Sequence[Event]) -> RenderableType:
    """Return what became of a quote, an entry a line."""
    columns = [Column("Entry", right=True), Column("When"), Column("Rev.", right=True), Column("Who")]
    rows = [(*_when(each), str(each.revision), each.actor) for each in events]
    return section(heading("History"), _with_what(columns, rows, events))


def log_page(events: Sequence[Event]) -> Iterable[RenderableType]:
    """Yield the log, an entry a line."""
    if not events:
        yield text("No entries.")
        return
    columns = [Column("Entry", right=True), Column("When"), Column("Quote"), Column("Who"), Column("Hash", spare=True)]
    about = [f"{each.number}/{each.revision}" if each.number else "" for each in events]
    yield _with_what(
        columns,
        [(*_when(each), of, each.actor, each.hash[:12]) for each, of in zip(events, about, strict=True)],
        events,
    )


def _when(event: Event) -> tuple[str, str]:
    return str(event.entry), f"{event.at.astimezone():%Y-%m-%d %H:%M}"


def _with_what(columns: list[Column], rows: Sequence[Row], events: Sequence[Event]) -> RenderableType:
    """Return a table with what was done and why, and the login where somebody acted under another name than that."""
    whats = [_done(each) for each in events]
    told: list[Row] = [(*row, what) for row, what in zip(rows, whats, strict=True)]
    columns = [*columns, Column("What", breaks=True)]
    if any(each.login != each.actor for each in events):
        columns.append(Column("Login"))
        logins = [each.login if each.login != each.actor else "" for each in events]
        told = [(*row, login) for row, login in zip(told, logins, strict=True)]
    return table(columns, told)


def _done(event: Event) -> Cell:
    """Return what was done, with the reason below it, on one line however it was given."""
    return lines_of(done(event), text(" ".join(event.reason.split()), "dim")) if event.reason else done(event)


def done(event: Event) -> str:
    """Return what was done, in words."""
    first = ", the first, by its maker" if event.kind == "people" and "maker" in event.body else ""
    return DONE.get(event.kind, event.kind) + first


def list_page(found: Sequence[Stored], stages: Sequence[Stage], count: int, now: datetime) -> Iterable[RenderableType]:
    """Yield the quotes that were asked for, and the pipeline of all of them."""
    if not found:
        yield text("No quotes.")
        return
    note = f"{len(found):,} of {count:,}; --all lists them all" if len(found) < count else f"{count:,}"
    yield section(heading("Quotes", note), _quotes(found, now))
    yield section(heading("Pipeline", "total contract value by state"), pipeline(stages))


def _quotes(found: Sequence[Stored], now: datetime) -> RenderableType:
    several = any(each.revision > 1 for each in found)
    columns = [
        Column("Number"),
        Column("Rev.", right=True),
        Column("State"),
        Column("Customer", breaks=True, least=16),
        Column("Total", right=True),
        Column(),
        Column("Valid through"),
        Column("Rep", spare=True),
    ]
    rows: list[Row] = []
    for each in found:
        state = each.state_at(now)
        rows.append(
            (
                each.number,
                str(each.revision) if several else "",
                text(state, STYLES[state]),
                each.customer,
                words.money(each.net, each.places),
                each.currency,
                words.short_day(each.valid_until) if state not in ("accepted", "declined", "void") else "",
                each.rep,
            )
        )
    return table(columns, rows)


def pipeline(stages: Sequence[Stage]) -> RenderableType:
    """Return how many quotes are in each state, and what they come to."""
    rows: list[Row] = [
        (
            text(each.state, STYLES[each.state]),
            f"{each.count:,}",
            words.money(amount(each.net, each.places), each.places),
            words.money(amount(each.acv, each.places), each.places),
            each.currency,
        )
        for each in stages
    ]
    headings = [
        Column("State"),
        Column("Quotes", right=True),
        Column("Total", right=True),
        Column("A year", right=True),
    ]
    return table([*headings, Column()], rows)


def report(stored: Stored, now: datetime) -> dict[str, Any]:
    """Return a version as plain data, for programs."""
    from dealdesk.quoting.canonical import plain

    found: dict[str, Any] = plain(stored)
    times = {name: getattr(stored, name).isoformat() for name in ("expires", "made", "changed")}
    return found | times | {"state": stored.state_at(now)}


def event_report(event: Event) -> dict[str, Any]:
    """Return an entry of the log as plain data, for programs."""
    names = ("entry", "number", "revision", "kind", "actor", "state", "key", "prev", "hash")
    found: dict[str, Any] = {name: getattr(event, name) for name in names}
    return found | {"at": event.at.isoformat(), "login": event.login, "body": dict(event.body)}


def stage_report(stage: Stage) -> dict[str, Any]:
    """Return a row of the pipeline as plain data, for programs."""
    return {
        "state": stage.state,
        "currency": stage.currency,
        "count": stage.count,
        "net": str(amount(stage.net, stage.places)),
        "acv": str(amount(stage.acv, stage.places)),
    }
