"""A contract on record with its amendments: what an amendment or a renewal starts from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dealdesk.desk.kept import loaded, read_deal
from dealdesk.errors import DealdeskError
from dealdesk.quoting.deal.contract import Amends
from dealdesk.quoting.standing import Signed
from dealdesk.register import Register, Stored, Wanted
from dealdesk.register.numbers import NUMBER, said_number


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract of the register.

    Attributes:
        stored: The contract itself, which an amendment that was asked for changes.
        signed: It, with its deal, its catalog and its quote.
        amendments: Those that are accepted, by their first day.
        left_out: An amendment that was asked for and is not accepted; None else.
    """

    stored: Stored
    signed: Signed
    amendments: tuple[Signed, ...] = ()
    left_out: Stored | None = None


def contract_of(register: Register, number: str, at: datetime) -> Contract:
    """Return the contract of a number, which may be that of one of its amendments, as it is after all of them.

    An amendment whose contract is not in the register is a contract of its own: it says what it changes.

    Raises:
        NotFound: The register has no such quote.
    """
    asked = register.find(number)
    stored, seen = asked, {asked.number}
    while (said := read_deal(register.deal(stored)).amends) is not None:
        number = full_number(said.contract)
        if number in seen or not on_record(register, number):
            return Contract(asked, signed_of(register, asked))
        stored = register.find(number)
        seen.add(stored.number)
    amendments = amendments_of(register, stored, at)
    names = {each.name for each in amendments}
    left_out = asked if asked.number not in (stored.number, *names) else None
    return Contract(stored, signed_of(register, stored), amendments, left_out)


def amendments_of(register: Register, contract: Stored, at: datetime) -> tuple[Signed, ...]:
    """Return the accepted amendments of a contract, by their first day; one may amend another."""
    near = [
        each
        for each in register.wanted(Wanted(state="accepted", descending=False), at)
        if (each.end, each.currency) == (contract.end, contract.currency)
        and each.start >= contract.start
        and each.number != contract.number
    ]
    left: list[tuple[Amends, Stored]] = []
    for each in near:
        amends = read_deal(register.deal(each)).amends
        if amends is not None:
            left.append((amends, each))
    names, found = {contract.number}, list[tuple[Amends, Stored]]()
    while more := [(amends, each) for amends, each in left if full_number(amends.contract) in names]:
        found += more
        names |= {each.number for _, each in more}
        left = [(amends, each) for amends, each in left if each.number not in names]
    place = {each.number: n for n, each in enumerate(near)}
    found.sort(key=lambda each: (each[0].from_, place[each[1].number]))
    return tuple(signed_of(register, each) for _, each in found)


def signed_of(register: Register, stored: Stored) -> Signed:
    """Return a version with its deal, its catalog and its quote."""
    deal, catalog = read_deal(register.deal(stored)), loaded(register.catalog(stored))
    return Signed(stored.number, deal, catalog, register.quote(stored))


def on_record(register: Register, name: str) -> bool:
    """Whether the name that a deal gives its contract is the number of a quote of the register."""
    return NUMBER.fullmatch(name) is not None and bool(register.versions(name))


def full_number(named: str) -> str:
    """Return the number of a quote in full, and a name that is no number as it is."""
    try:
        return said_number(named)
    except DealdeskError:
        return named
