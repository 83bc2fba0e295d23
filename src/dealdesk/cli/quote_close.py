"""`dealdesk quote send`, `accept`, `decline` and `void`: what becomes of a quote with the customer."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from dealdesk.cli.options import Json, iso_day
from dealdesk.cli.pages import Page
from dealdesk.cli.registers import ActingAs, Number, RegisterUrl, actor, now, opened

if TYPE_CHECKING:
    from dealdesk.register import Event

SEND = """\b
Example:
  dealdesk quote send Q-2026-00001
"""
ACCEPT = """\b
Examples:
  dealdesk quote accept Q-2026-00001
  dealdesk quote accept Q-2026-00001 --signed 2027-01-15
  dealdesk quote accept Q-2026-00001 --override "Procurement needed a week more; agreed with the desk"

A quote that has expired is priced again with `dealdesk quote revise`, or taken with --override, which is on record. A
signature of a day on which it was valid is in time, whenever it is recorded. An amendment or a renewal of a contract
that has changed since is made anew and revised.
"""
DECLINE = """\b
Example:
  dealdesk quote decline Q-2026-00001 --reason "Chose a cheaper product"
"""
VOID = """\b
Example:
  dealdesk quote void Q-2026-00001 --reason "Wrong customer"
"""

Why = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why.", show_default=False)]
MaybeWhy = Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="A remark.", show_default=False)]

send_app = typer.Typer(rich_markup_mode=None, add_completion=False)
accept_app = typer.Typer(rich_markup_mode=None, add_completion=False)
decline_app = typer.Typer(rich_markup_mode=None, add_completion=False)
void_app = typer.Typer(rich_markup_mode=None, add_completion=False)


@send_app.command("send", cls=Page, epilog=SEND)
def send(
    number: Number,
    reason: MaybeWhy = None,
    register: RegisterUrl = None,
    acting: ActingAs = None,
    as_json: Json = False,
) -> int:
    """Record that the customer has a quote; it sends nothing itself."""
    from dealdesk.desk.following import send as sent

    with opened(register) as book:
        return _told(sent(book, number, actor=actor(book, acting), at=now(), reason=reason), as_json=as_json)


@accept_app.command("accept", cls=Page, epilog=ACCEPT)
def accept(
    number: Number,
    signed: Annotated[
        date | None,
        typer.Option("--signed", parser=iso_day, metavar="DATE", help="Day of the signature; today if left out."),
    ] = None,
    override: Annotated[
        str | None,
        typer.Option("--override", metavar="TEXT", help="Take it after its last day, or beside a renewal; say why."),
    ] = None,
    register: RegisterUrl = None,
    acting: ActingAs = None,
    as_json: Json = False,
) -> int:
    """Record that the customer has signed."""
    from dealdesk.desk.closing import accept as accepted

    with opened(register) as book:
        who = actor(book, acting)
        return _told(accepted(book, number, actor=who, at=now(), signed=signed, override=override), as_json=as_json)


@decline_app.command("decline", cls=Page, epilog=DECLINE)
def decline(
    number: Number, reason: Why, register: RegisterUrl = None, acting: ActingAs = None, as_json: Json = False
) -> int:
    """Record that the customer has said no, and why."""
    return _acted(number, "decline", reason, register, acting, as_json=as_json)


@void_app.command("void", cls=Page, epilog=VOID)
def void(
    number: Number, reason: Why, register: RegisterUrl = None, acting: ActingAs = None, as_json: Json = False
) -> int:
    """Withdraw a quote, and say why."""
    return _acted(number, "void", reason, register, acting, as_json=as_json)


def _acted(
    number: str, move: str, reason: str | None, register: str | None, acting: str | None, *, as_json: bool
) -> int:
    with opened(register) as book:
        event = book.act(number, move, actor=actor(book, acting), at=now(), reason=reason)
        return _told(event, as_json=as_json)


def _told(event: Event, *, as_json: bool) -> int:
    from dealdesk.cli import terminal
    from dealdesk.cli.show_record import DONE, event_report
    from dealdesk.errors import printable

    if as_json:
        terminal.json(event_report(event))
    else:
        said = f"{event.number}: {DONE.get(event.kind, event.kind)} by {event.actor}, entry {event.entry}"
        terminal.result(printable(said))
    return 0
