"""A deal from the options of the command line: the same model as a deal file, with mistakes at the options.

The options are written down as one line, and every value knows its place in it. So a mistake in a value, or in what
the catalog has for it, is shown below that value, as in a file.
"""

from __future__ import annotations

import shlex
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from dealdesk.catalog.source import SourceFile, Sources
from dealdesk.catalog.spans import Path, Spans
from dealdesk.errors import DealError, Mistake, did_you_mean

if TYPE_CHECKING:
    from dealdesk.catalog.models import Catalog
    from dealdesk.quoting.deal import Deal

FILE = "command line"
MONTHS = 12
"""The term where no option states one."""

SINGLE: Mapping[str, tuple[Path, str]] = {
    "catalog": (("catalog",), "text"),
    "months": (("months",), "number"),
    "start": (("start",), "day"),
    "billing": (("billing",), "text"),
    "customer": (("customer", "name"), "text"),
    "segment": (("customer", "segment"), "text"),
    "region": (("customer", "region"), "text"),
    "currency": (("customer", "currency"), "text"),
}
"""Options with one value: where it goes in the deal, and what it is."""

_UNSEEN = {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}


def deal_of(given: Mapping[str, Any]) -> tuple[Deal, Catalog]:
    """Return the deal that options make, and its catalog.

    Args:
        given: Values by name of option; other names are passed over.

    Raises:
        DealError: An option is not right; every such mistake is named.
    """
    from dealdesk.quoting.load import deal_of as checked

    data, sources, catalog = said(given)
    return checked(data, sources), catalog


def said(given: Mapping[str, Any]) -> tuple[dict[str, Any], Sources, Catalog]:
    """Return what options say as the content of a deal file, the place of every value, and the catalog.

    Raises:
        DealError: An option is not right; every such mistake is named.
    """
    from dealdesk.catalog.load import load_catalog

    line = _Line()
    data: dict[str, Any] = {"lines": [], "customer": {"name": "Customer"}, "months": MONTHS}
    for name in (name for name in SINGLE if given.get(name) is not None):
        path, kind = SINGLE[name]
        line.add(f"--{name}", given[name], path)
        _put(data, path, line.value(path, given[name], kind))
    for number, said in enumerate(given.get("line") or ()):
        data["lines"].append(_deal_line(line, number, said))
    for name, key in (("discount", "percent"), ("target", "target_total")):
        if given.get(name) is not None:
            path = ("discounts", len(data.setdefault("discounts", [])))
            line.add(f"--{name}", given[name], (*path, key), path)
            data["discounts"].append({key: line.value(path, given[name], "number")})
    for number, code in enumerate(given.get("promotion") or ()):
        line.add("--promotion", code, ("promotions", number))
        data.setdefault("promotions", []).append(line.value(("promotions", number), code, "text"))
    usage = [_usage(line, number, said) for number, said in enumerate(given.get("usage") or ())]
    line.raise_any()
    catalog: Catalog = load_catalog(data["catalog"])
    for path, sku, charge, quantity in usage:
        _use(line, data["lines"], catalog, path, sku, charge, quantity)
    line.raise_any()
    return data, line.sources(), catalog


def _deal_line(line: _Line, number: int, said: str) -> dict[str, Any]:
    """Return the line of the deal that `SKU` or `SKU:QUANTITY` means."""
    path: Path = ("lines", number)
    sku, colon, quantity = said.partition(":")
    start = line.add("--line", said, path)
    if not colon and "=" in said:
        name, _, count = said.partition("=")
        line.wrong(path, f"{said}: a colon stands before the quantity", hint=f"write --line {name}:{count}")
    line.mark((*path, "sku"), start, len(sku))
    found: dict[str, Any] = {"sku": line.value(path, sku, "text")}
    if colon:
        line.mark((*path, "quantity"), start + len(sku) + 1, len(quantity))
        found["quantity"] = line.value((*path, "quantity"), quantity, "number")
    return found


def _usage(line: _Line, number: int, said: str) -> tuple[Path, str, str, Any]:
    """Return place, sku ("" when not said), charge and quantity of `[SKU.]CHARGE=QUANTITY`."""
    path: Path = ("usage", number)
    line.add("--usage", said, path)
    name, equals, quantity = said.partition("=")
    sku, _, charge = name.rpartition(".")
    if not equals or not charge:
        line.wrong(
            path,
            f"{said} does not say how much of what",
            allowed="SKU.CHARGE=QUANTITY, such as enterprise.requests=3000",
        )
        return path, "", "", 0
    return path, sku, charge, line.value(path, quantity, "number")


def _use(
    line: _Line, lines: list[dict[str, Any]], catalog: Catalog, path: Path, sku: str, charge: str, quantity: Any
) -> None:
    """Give an estimate to the line that it is for."""
    metered = {
        each["sku"]: [c.id for c in product.charges if c.metered]
        for each in lines
        if (product := catalog.products.get(each["sku"])) is not None
    }
    fits = [each for each in lines if each["sku"] == sku or (not sku and charge in metered.get(each["sku"], ()))]
    if len(fits) != 1:
        known = [f"{each}.{one}" for each, charges in metered.items() for one in charges]
        name = f"{sku}.{charge}" if sku else charge
        guess = did_you_mean(name, known)
        line.wrong(
            path,
            f"{len(fits)} lines have a usage charge {name}" if fits else f"no line has a usage charge {name}",
            allowed=", ".join(known) or "no usage: no line has a usage charge",
            hint=f"did you mean {guess}?" if guess else None,
        )
        return
    number = lines.index(fits[0])
    fits[0].setdefault("usage", {})[charge] = quantity
    line.spans[("lines", number, "usage", charge)] = line.spans[path]


def _put(data: dict[str, Any], path: Path, value: Any) -> None:
    for key in path[:-1]:
        data = data.setdefault(str(key), {})
    data[str(path[-1])] = value


class _Origin(Sources):
    """Places on the command line; a rule that came from there is named by its option."""

    __slots__ = ()

    def at(self, path: Path) -> str:
        """Return the option and its value."""
        part, span = self.find(path)
        before = part.text.rfind(" --", 0, span.start) + 1
        return part.text[before : span.end] if before else FILE


@dataclass(slots=True)
class _Line:
    """The command line as it is written down, the place of every value, and what is wrong with it."""

    text: str = "dealdesk price"
    spans: dict[Path, tuple[int, int, int, int]] = field(default_factory=dict)
    mistakes: list[tuple[Path, str, str | None, str | None]] = field(default_factory=list)

    def add(self, option: str, value: str, *paths: Path) -> int:
        """Write down an option and its value; return where the value starts."""
        shown = shlex.quote(value)
        start = len(self.text) + len(option) + 2 + (shown != value)
        self.text += f" {option} {shown}"
        for path in paths:
            self.mark(path, start, len(value))
        return start

    def mark(self, path: Path, start: int, length: int) -> None:
        """Note the place of the value at *path*."""
        self.spans[path] = (start, start + length, start, start + length)

    def wrong(self, path: Path, message: str, *, allowed: str | None = None, hint: str | None = None) -> None:
        """Note a mistake in the value at *path*."""
        self.mistakes.append((path, message, allowed, hint))

    def value(self, path: Path, given: str, kind: str) -> Any:
        """Return *given* as text, number or date; a mistake is noted when it is none."""
        if kind == "number":
            from dealdesk.pricing.numbers import typed

            number = typed(given)
            if number is None:
                self.wrong(path, f"{given or 'nothing'} is not a number", allowed="a number such as 3000 or 2.5")
                return 0
            return number if "." in given else int(str(number)[:30])
        if kind == "day":
            try:
                return date.fromisoformat(given)
            except ValueError:
                self.wrong(path, f"{given} is not a date", allowed="year-month-day, such as 2027-01-31")
                return None
        if any(unicodedata.category(char) in _UNSEEN for char in given):
            self.wrong(
                path, "the value holds a character that nobody can see", allowed="letters, digits, signs and spaces"
            )
        return given

    def sources(self) -> Sources:
        """Return the places as those of a file."""
        return _Origin((SourceFile(FILE, self.text, Spans(at=self.spans), (0,)),))

    def raise_any(self) -> None:
        """Raise DealError when something is wrong."""
        if self.mistakes:
            sources = self.sources()
            raise DealError(tuple(_located(sources, *each) for each in self.mistakes))


def _located(sources: Sources, path: Path, message: str, allowed: str | None, hint: str | None) -> Mistake:
    return sources.mistake(path, message, allowed=allowed, hint=hint, code="deal")
