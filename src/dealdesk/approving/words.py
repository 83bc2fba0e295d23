"""Measures, limits and amounts in words."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from dealdesk.approving.requirements import Checked, Ruling, Seat

OPS: Mapping[str, str] = {"above": "above", "at_least": "at least", "below": "below", "at_most": "at most"}
WITHIN: Mapping[str, str] = {"above": "at most", "at_least": "below", "below": "at least", "at_most": "above"}
"""What is said of a value that does not pass a limit."""


def number(value: Decimal) -> str:
    """Return a number with thousands separated, and without trailing zeros."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def amount(value: Decimal, unit: str, currency: str, places: int = 2) -> str:
    """Return a value with its unit: "15 %", "USD 12,750.00", "36 months"."""
    if unit == "percent":
        return f"{number(value)} %"
    if unit == "money":
        return f"{currency} {value:,.{places}f}"
    if unit in ("months", "days"):
        return f"{number(value)} {unit if value != 1 else unit[:-1]}"
    return number(value)


def condition(checked: Checked, currency: str, places: int = 2) -> str:
    """Return a condition with what was measured: "discount 31.25 % is above 15 %"."""
    name = f"{checked.title} ({checked.of})" if checked.of else checked.title
    where = f"in option {checked.option}, " if checked.option else ""
    where += f"{checked.besides}, " if checked.besides else ""
    if checked.limit is None or checked.passed is None:
        return f"{where}{name}: not known, because {checked.why}"
    verb = "is" if checked.passed else "is not"
    if checked.value is None:
        limit = amount(checked.limit, checked.unit, currency, places)
        return f"{where}{name}: {checked.why}, which {verb} {OPS[checked.op]} {limit}"
    value, limit = (amount(each, checked.unit, currency, places) for each in (checked.value, checked.limit))
    rounding = f" ({checked.rounding})" if checked.rounding else ""
    if checked.unit == "count":
        of = f" ({checked.of})" if checked.of else ""
        return f"{where}{checked.title}: {value}{of}, which {verb} {OPS[checked.op]} {limit}"
    return f"{where}{name} {value} {verb} {OPS[checked.op]} {limit}{rounding}"


def sentence(ruling: Ruling, currency: str, places: int = 2) -> str:
    """Return the conditions of a rule in one sentence; those that decided, where one of several did."""
    told = [each for each in ruling.conditions if ruling.state != "fires" or each.passed]
    joint = "; " if ruling.state == "unknown" else " and "
    return joint.join(condition(each, currency, places) for each in told) or ruling.why


def who(titles: tuple[str, ...], quorum: int, order: str = "parallel") -> str:
    """Return those who decide: "CFO", "CFO and Legal", "2 of CFO, Legal and COO", "Legal, then CFO"."""
    if not titles:
        return "nobody"
    if order == "sequential":
        return ", then ".join(titles)
    *most, last = titles
    words = f"{', '.join(most)} and {last}" if most else last
    return f"{quorum} of {words}" if quorum < len(titles) else words


def seat(wanted: Seat) -> str:
    """Return who sits on a seat."""
    return who(wanted.titles, wanted.quorum)
