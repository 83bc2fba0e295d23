"""The contract that a command changes: a quote of the register, or a deal's file; and the deal that comes of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dealdesk.cli import candidates

if TYPE_CHECKING:
    from dealdesk.catalog.models import Catalog
    from dealdesk.quoting.changing import Changes
    from dealdesk.quoting.deal import Deal
    from dealdesk.quoting.quote import Quote
    from dealdesk.quoting.standing import Signed, Standing

Contract = Annotated[
    str,
    typer.Argument(
        metavar="CONTRACT",
        help="The contract: the number of a quote in the register, or a deal's file.",
        show_default=False,
        autocompletion=candidates.deals,
    ),
]
Add = Annotated[
    list[str] | None,
    typer.Option(
        "--add", metavar="SKU[:QUANTITY]", help="A product that is added; may be repeated.", show_default=False
    ),
]
Set = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="LINE=QUANTITY",
        help="A line, by number or SKU, with its quantity then, or how many more: =60, =+20, =-5; may be repeated.",
    ),
]
Remove = Annotated[
    list[str] | None, typer.Option("--remove", metavar="LINE", help="A line that ends; may be repeated.")
]
Written = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write the deal there.", show_default=False)
]

_NUMBER = re.compile(r"Q-\d{4}-\d+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Running:
    """A contract that runs.

    Attributes:
        name: Its number, or what its file is called.
        deal: Its deal.
        catalog: The catalog that priced it: the one on record, or the one that its file names.
        current: The catalog that its deal names now.
        quote: It, as it was priced.
        file: The file of the deal; where it was, for one of the register.
        amendments: Those that the register has of it, accepted.
    """

    name: str
    deal: Deal
    catalog: Catalog
    current: Catalog
    quote: Quote
    file: Path
    amendments: tuple[Signed, ...] = ()

    def standing(self) -> Standing:
        """Return the contract as it is after its amendments."""
        from dealdesk.quoting.standing import Signed, standing

        return standing(Signed(self.name, self.deal, self.catalog, self.quote), self.amendments)


def is_number(named: str) -> bool:
    """Whether a word is the number of a quote, and no file."""
    return _NUMBER.fullmatch(named) is not None and not Path(named).exists()


def running(named: str, register: str | None, today: date, *, note: bool = True, whole: bool = False) -> Running:
    """Return the contract of a number or a file; with a *note* where it is none yet.

    With *whole* it is the contract with all its amendments, also where one of those is named.
    """
    if is_number(named):
        return _whole(named, register, note=note) if whole else _recorded(named, register, note=note)
    from dealdesk.cli.inputs import from_file
    from dealdesk.quoting.price import price

    file = Path(named)
    deal, catalog = from_file(file)
    quote = price(deal, catalog, today=today)
    if whole and deal.amends is not None:
        from dealdesk.cli import terminal

        name = deal.amends.contract
        terminal.words(
            f"note: {named} changes {name}; it is taken as it is after the change, and what came before is priced "
            "from the catalog"
        )
    else:
        stem = file.resolve().parent.name if file.stem == "deal" else file.stem
        title = deal.title if deal.renews is None else None  # a renewal is called after the contract before it
        name = deal.number or title or stem or "the contract"
    return Running(name, deal, catalog, catalog, quote, file)


def _recorded(number: str, register: str | None, *, note: bool) -> Running:
    from dealdesk.cli.registers import now, opened
    from dealdesk.desk.kept import loaded, read_deal
    from dealdesk.quoting.load import catalog_of

    with opened(register) as book:
        stored = book.find(number)
        if note:
            _note(stored.name, stored.state_at(now()))
        files = book.deal(stored)
        deal, catalog, quote = read_deal(files), loaded(book.catalog(stored)), book.quote(stored)
    file = Path(next(iter(files.shown.values())))
    return Running(stored.number, deal, catalog, catalog_of(deal, file), quote, file)


def _whole(number: str, register: str | None, *, note: bool) -> Running:
    from dealdesk.cli import terminal
    from dealdesk.cli.registers import now, opened
    from dealdesk.desk.contracts import contract_of
    from dealdesk.desk.following import renewal_of
    from dealdesk.quoting.load import catalog_of

    with opened(register) as book:
        found = contract_of(book, number, now())
        if note:
            _note(found.stored.name, found.stored.state_at(now()))
        file = Path(next(iter(book.deal(found.stored).shown.values())))
        renewal = renewal_of(book, found.stored, now())
    signed, left = found.signed, found.left_out
    if left is not None:
        state = left.state_at(now())
        terminal.words(f"note: {left.name} is {state}, so {found.stored.name} is taken as it is without it")
    if found.amendments:
        names = ", ".join(each.name for each in found.amendments)
        terminal.words(f"note: {found.stored.name} is taken as it is after {names}")
    if renewal:
        terminal.words(f"note: {renewal} renews {found.stored.name}, as it was then; what changes now is not in it")
    name = signed.deal.amends.contract if signed.deal.amends is not None else found.stored.number
    current = catalog_of(signed.deal, file)
    return Running(name, signed.deal, signed.catalog, current, signed.quote, file, found.amendments)


def _note(name: str, state: str) -> None:
    from dealdesk.cli import terminal

    if state != "accepted":
        open_still = state in ("draft", "submitted", "approved", "sent")
        terminal.words(f"note: {name} is {state}, and no contract{' yet' if open_still else ''}")


def changes_of(
    deal: Deal, catalog: Catalog, add: list[str] | None, set_: list[str] | None, remove: list[str] | None
) -> Changes:
    """Return what options say changes of a contract's deal.

    A usage error for what is not a quantity, and for what is no product of the *catalog*.
    """
    from dealdesk.errors import did_you_mean
    from dealdesk.quoting.changing import Changes, line_number

    added = []
    for given in add or ():
        sku, _, count = given.partition(":")
        if sku not in catalog.products:
            guess = did_you_mean(sku, catalog.products)
            hint = f"did you mean {guess}?" if guess else f"`dealdesk catalog show {deal.catalog}` lists them"
            raise typer.BadParameter(f"{catalog.catalog.id} has no product {sku}; {hint}", param_hint="--add")
        added.append({"sku": sku, "quantity": quantity(count, "--add") if count else Decimal(1)})
    to: dict[int, Decimal] = {}
    by: dict[int, Decimal] = {}
    for given in set_ or ():
        line, equals, count = given.rpartition("=")
        if not equals:
            raise typer.BadParameter(f"{given} does not say how many; write {given}=20", param_hint="--set")
        number, sign = line_number(deal, line), count.strip()[:1]
        if number in to or number in by:
            raise typer.BadParameter(f"line {number}, {deal.lines[number - 1].sku}, is set twice", param_hint="--set")
        if sign in ("+", "-"):
            more = quantity(count.strip()[1:], "--set")
            by[number] = -more if sign == "-" else more
        else:
            to[number] = quantity(count, "--set")
    gone = tuple(dict.fromkeys(line_number(deal, each) for each in remove or ()))
    return Changes(tuple(added), to, by, gone)


def quantity(given: str, option: str) -> Decimal:
    """Return a quantity from 0 up; a usage error for anything else."""
    from dealdesk.pricing.numbers import typed

    value = typed(given.strip())
    if value is None or len(given) > 24:
        raise typer.BadParameter(f"{given} is not a quantity, such as 20 or 2.5", param_hint=option)
    return value


def made_deal(data: dict[str, Any], contract: Running, out: Path | None, words: str) -> tuple[Deal, str]:
    """Return a deal made of plain data, and its text; places in it are those of the text, under the file's name."""
    from dealdesk.catalog.source import parse_toml
    from dealdesk.errors import DealError
    from dealdesk.quoting.load import DEAL_BYTES, deal_of
    from dealdesk.quoting.toml import toml_text

    data = {**data, "catalog": _catalog_name(str(data["catalog"]), contract.file, out)}
    text = f"# {' '.join(words.split())}\n\n{toml_text(data)}"
    name = str(out) if out is not None else "(the new deal)"
    parsed, sources = parse_toml(text, name, limit_bytes=DEAL_BYTES, error=DealError)
    return deal_of(parsed, sources), text


def _catalog_name(named: str, file: Path, out: Path | None) -> str:
    """Return how a deal in another folder names its catalog."""
    from os.path import relpath

    if not named.startswith((".", "/")) and "/" not in named and not named.endswith(".toml"):
        return named
    there = (file.parent / named).resolve() if not Path(named).is_absolute() else Path(named)
    start = out.parent.resolve() if out is not None else Path.cwd()
    path = Path(relpath(there, start)).as_posix()
    return path if path.startswith("..") else f"./{path}"


def write(text: str, out: Path) -> None:
    """Write a deal's file; one that is there already is not replaced."""
    from dealdesk.cli import terminal
    from dealdesk.errors import WriteError
    from dealdesk.writing import write_file

    if out.exists():
        raise WriteError(f"{out} is there already; give another name")
    write_file(str(out), text.encode())
    terminal.words(f"{out}: written; `dealdesk price {out}` prices it, `dealdesk quote new {out}` records it")


def stated(rule: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return what options state of a rule; None where they state nothing."""
    found = {key: value for key, value in rule.items() if value is not None}
    return found or None
