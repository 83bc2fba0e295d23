"""Recording quotes: a deal's file is priced and recorded in one go, with everything that made the price."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from dealdesk.catalog.load import file_in, find_catalog, shown
from dealdesk.changes.portfolio import Found, Portfolio
from dealdesk.desk.agreeing import require_agreement
from dealdesk.desk.kept import loaded, read_deal
from dealdesk.errors import CatalogError, DealdeskError, InputError, Mistake, printable
from dealdesk.pricing.steps import WATERFALL
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.load import catalog_of, load_deal
from dealdesk.quoting.price import price
from dealdesk.quoting.quote import Quote
from dealdesk.quoting.quote.finding import Finding
from dealdesk.record import plain
from dealdesk.register import Added, Draft, Files, Register, Stored, Wanted
from dealdesk.register.chain import canonical, digest
from dealdesk.register.numbers import checked

RULESET = " ".join(step.code for step in WATERFALL)
"""The steps of this program, in their order: which rules a price was made by."""


class Blocked(DealdeskError):
    """A quote with findings that keep it from being recorded."""

    exit_code = 1


@dataclass(frozen=True, slots=True)
class Recorded:
    """What recording gave.

    Attributes:
        stored: The version.
        quote: It, with its number.
        is_new: Whether it was recorded just now, and not before.
        notes: What somebody should know of how the deal was taken.
    """

    stored: Stored
    quote: Quote
    is_new: bool
    notes: tuple[str, ...] = ()


def draft_of(
    deal_file: Path, *, rep: str, at: datetime, today: date | None = None, reference: str | None = None
) -> tuple[Draft, tuple[str, ...]]:
    """Return a deal's file, priced, ready to be recorded; and what somebody should know.

    Args:
        deal_file: The deal: its file, or its folder.
        rep: Whose quote it is.
        at: Now, in the time zone of whoever records it.
        today: The day of pricing; that of *at* in its time zone when left out.
        reference: The client's own reference.

    Raises:
        InputError: Deal or catalog is not valid.
        Blocked: The quote has a finding of severity error.
    """
    draft, _, notes = _drafted(deal_file, rep, at, today, reference)
    return draft, notes


def _drafted(
    deal_file: Path, rep: str, at: datetime, today: date | None = None, reference: str | None = None
) -> tuple[Draft, Deal, tuple[str, ...]]:
    """Return a draft, the deal that it is of, and what somebody should know (`draft_of`)."""
    file = file_in(deal_file, "deal.toml")
    asked = load_deal(file)
    notes = []
    if asked.number is not None or asked.revision != 1:
        notes.append("the deal's own number and revision are left out: the register gives them")
        asked = asked.but(number=None, revision=1)
    catalog = catalog_of(asked, file)  # tells at the place of its name that there is none
    place = find_catalog(asked.catalog, near=file)
    day = today or at.date()
    quote = price(asked, catalog, today=day)
    refuse_blocked(quote.findings)
    deal = Files({file.name: shown(file)}, {file.name: _read(file)})
    if said_by(read_deal(deal)) != said_by(asked):
        raise DealdeskError(f"{printable(str(deal_file))} changed meanwhile; run the command again")
    inputs = digest(canonical([said_by(asked), catalog.digest, catalog.logo]).encode())
    draft = Draft(
        quote=quote,
        deal=deal,
        catalog=_snapshot(place, catalog),
        inputs=inputs,
        rep=checked(rep, "name of the rep"),
        today=day,
        zone=zone_of(catalog),
        reference=None if reference is None else checked(reference, "reference"),
        ruleset=RULESET,
    )
    return draft, asked, tuple(notes)


def new_quote(
    register: Register,
    deal_file: Path,
    *,
    actor: str,
    at: datetime,
    rep: str | None = None,
    reference: str | None = None,
    today: date | None = None,
) -> Recorded:
    """Price a deal and record it; the same deal again gives the quote that was recorded."""
    draft, deal, notes = _drafted(deal_file, rep or actor, at, today, reference)
    if (deal.amends or deal.renews) and not register.has(draft):
        require_agreement(register, deal, draft.quote, at)
    return _recorded(register, register.add(draft, actor=actor, at=at), notes)


def revised_quote(
    register: Register, number: str, deal_file: Path, *, actor: str, at: datetime, today: date | None = None
) -> Recorded:
    """Price a deal and record it as the next revision of a quote."""
    before = register.find(number)
    draft, deal, notes = _drafted(deal_file, before.rep, at, today)
    if draft.inputs != before.inputs:
        require_agreement(register, deal, draft.quote, at)
    name = draft.quote.customer.name
    if name != before.customer:
        notes = (*notes, f"the customer was {printable(before.customer)}, and is {printable(name)} now")
    return _recorded(register, register.revise(number, draft, actor=actor, at=at), notes)


def cloned_deal(register: Register, number: str, revision: int | None = None) -> bytes:
    """Return the file of the deal behind a quote, to start another one from."""
    (content,) = register.deal(register.find(number, revision)).content.values()
    return content


def open_deals(register: Register, catalogs: Collection[str], at: datetime) -> Portfolio:
    """Return the deals of the quotes that may still be won, each as it was recorded and under its number.

    Args:
        register: Where the quotes are.
        catalogs: Ids of catalogs; deals of others are counted.
        at: Now.
    """
    deals: list[Found] = []
    elsewhere: dict[str, int] = {}
    for stored in register.wanted(Wanted(is_open=True, descending=False), at):
        if stored.catalog not in catalogs:
            elsewhere[stored.catalog] = elsewhere.get(stored.catalog, 0) + 1
            continue
        deal = read_deal(register.deal(stored))
        deals.append(Found(stored.name, deal.but(issued=deal.issued or stored.issued), stored.catalog))
    return Portfolio(tuple(deals), tuple(sorted(elsewhere.items())), (), ())


def said_by(deal: Any) -> dict[str, Any]:
    """Return what a deal says, as plain data, but for its number: the register gives that."""
    return {key: value for key, value in plain(deal).items() if key not in ("number", "revision")}


def refuse_blocked(findings: tuple[Finding, ...]) -> None:
    """Raise Blocked with every finding of severity error, if there is one."""
    errors = [each for each in findings if each.severity == "error"]
    if errors:
        lines = [f"{each.at + ': ' if each.at else ''}{each.message} [{each.code}]" for each in errors]
        raise Blocked("the quote is not recorded:\n" + "\n".join(f"  {printable(line)}" for line in lines))


def zone_of(catalog: Any) -> str:
    """Return the time zone in which the last day of a quote ends: the one that its catalog states, else UTC."""
    return catalog.catalog.time_zone or "UTC"


def _recorded(register: Register, added: Added, notes: tuple[str, ...]) -> Recorded:
    return Recorded(added.stored, register.quote(added.stored), added.is_new, notes)


def _snapshot(place: Path, catalog: Any) -> Files:
    """Return the files of a catalog as they are, when they are what was read."""
    files = sorted(place.glob("*.toml")) if place.is_dir() else [place]
    content = {file.name: _read(file) for file in files}
    names = {file.name: shown(file) for file in files}
    if catalog.logo is not None:
        logo = (place if place.is_dir() else place.parent) / str(catalog.catalog.brand.logo)
        content[logo.name], names[logo.name] = _read(logo), shown(logo)
    found = Files(names, content)
    if loaded(found).digest != catalog.digest or loaded(found).logo != catalog.logo:
        raise CatalogError(Mistake(f"the catalog {place} changed meanwhile; run the command again"))
    return found


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as failure:
        raise InputError(f"{printable(str(file))} cannot be read: {failure.strerror}") from failure
