"""What to do about the rules that records state in their own words: where to look, what is allowed, what to write.

A record says in one sentence what does not fit together (`tier 2 ends at 50, not above the tier before it (100)`).
The sentence knows nothing of files. Here it gets the place of the value that is most likely wrong, and a way out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

from dealdesk.catalog.positions import Path
from dealdesk.errors import did_you_mean


class Advice(NamedTuple):
    """Where to look, below the table that the rule is about, and what to do; a message replaces the rule's own."""

    path: Path = ()
    hint: str | None = None
    allowed: str | None = None
    message: str | None = None


Data = Mapping[str, Any]


def advice_on(refusal: Any, table: Any) -> Advice | None:
    """Return the advice on a rule's refusal of *table*; None where there is none.

    Args:
        refusal: The exception that the rule raised.
        table: What the file says.
    """
    if not isinstance(table, dict):
        return None
    for pattern, advise in _RULES:
        if match := re.search(pattern, str(refusal)):
            return advise(match, table)
    if hasattr(refusal, "candidates"):
        return _currency(refusal, table)
    return None


def _one_of(*keys: str) -> Callable[[re.Match[str], Data], Advice]:
    """The advice on keys of which a table states one."""

    def advise(match: re.Match[str], table: Data) -> Advice:
        given = [key for key in keys if key in table]
        if given:
            return Advice((), f"keep {' or '.join(given)}, and delete the {'other' if len(given) == 2 else 'rest'}")
        return Advice((), f"add one of {', '.join(keys)}")

    return advise


def _price(match: re.Match[str], table: Data) -> Advice:
    if "price" in table:
        return Advice(("prices",), "keep one of the two")
    return Advice((), "add price = 100, or prices = { USD = 100, EUR = 90 }")


def _tier(match: re.Match[str], table: Data) -> Advice:
    number = int(match[1]) - 1
    if match[3] == _NO_END:
        message = f"tier {number + 1} can never be reached: tier {number} has no end"
        return Advice(("tiers", number - 1), "give it `up_to`, or delete the tiers behind it", None, message)
    if match[2] == _NO_END:
        return Advice(("tiers", number))
    key = "up_to" if "up_to" in table["tiers"][number] else "below"
    return Advice(("tiers", number, key), "tiers go from small to large", f"more than {match[3]}")


_NO_END = str(10**24)


def _rung_start(match: re.Match[str], table: Data) -> Advice:
    for number, (lower, upper) in enumerate(pairwise(table["tiers"]), 1):
        if upper["from"] <= lower.get("to", lower["from"]):
            if upper["from"] > lower["from"]:
                hint = "a size has one percentage: end the step before it earlier, or start this one later"
                return Advice(("tiers", number, "from"), hint, f"more than {lower['to']}, where the step before ends")
            hint = "steps go from small to large"
            return Advice(("tiers", number, "from"), hint, f"more than {lower['from']}, where the step before starts")
    return Advice(("tiers",))


def _rung_end(match: re.Match[str], table: Data) -> Advice:
    wrong = (n for n, rung in enumerate(table["tiers"]) if "to" in rung and rung["to"] < rung["from"])
    return Advice(("tiers", next(wrong, 0), "to"), "leave `to` out where the next step begins", f"{match[1]} or more")


def _with_key(key: str, hint: str) -> Callable[[re.Match[str], Data], Advice]:
    """The advice on tiers of which the first that has *key* is wrong."""
    return lambda match, table: Advice(
        ("tiers", next((n for n, tier in enumerate(table["tiers"]) if tier.get(key)), 0), key), hint
    )


def _whole_discount(match: re.Match[str], table: Data) -> Advice:
    number = next((n for n, rung in enumerate(table["tiers"]) if rung["percent"] == 100), 0)
    return Advice(("tiers", number, "percent"), None, "a number from 0 to below 100: 15 means 15 %")


def _second(items: str, key: str) -> Callable[[re.Match[str], Data], Advice]:
    """The advice on a list whose entries differ by *key*."""

    def advise(match: re.Match[str], table: Data) -> Advice:
        names = [item[key] for item in table[items]]
        number = next(n for n, name in enumerate(names) if name in names[:n])
        first = names.index(names[number])
        noun = items.removesuffix("s")
        message = f"two {items} have the {key} {names[number]}: {noun} {first + 1} and {noun} {number + 1}"
        return Advice((items, number, key), f"give the second another {key}", None, message)

    return advise


def _cell_names(match: re.Match[str], table: Data) -> Advice:
    number = int(match[1]) - 1
    example = ", ".join(f'{name} = "{values[0]}"' for name, values in table["dimensions"].items() if values)
    return Advice(("cells", number, "at"), f"write at = {{ {example} }}")


def _cell_value(match: re.Match[str], table: Data) -> Advice:
    number, value, known = int(match[1]) - 1, match[2], match[3].split(", ")
    cell = table["cells"][number]["at"]
    key = next(
        (name for name, chosen in cell.items() if chosen == value and value not in table["dimensions"][name]), ""
    )
    guess = did_you_mean(value, known)
    hint = f'did you mean "{guess}"?' if guess else f"write one of them, or add {value} to `dimensions`"
    return Advice(("cells", number, "at", *((key,) if key else ())), hint, match[3])


def _cell_twice(match: re.Match[str], table: Data) -> Advice:
    number = int(match[1]) - 1
    first = next(n for n, cell in enumerate(table["cells"]) if cell["at"] == table["cells"][number]["at"])
    message = f"cell {number + 1} is priced twice: cell {first + 1} is for the same choice"
    return Advice(("cells", number, "at"), "keep one of the two", None, message)


def _range(match: re.Match[str], table: Data) -> Advice:
    low, high = table["from"], table["to"]
    if isinstance(low, dict):
        code = next(code for code in low if low[code] > high[code])
        return Advice(("from", code), None, f"at most {high[code]}", f"from is above to in {code}")
    return Advice(("from",), None, f"at most {high}")


def _percent_rule(match: re.Match[str], table: Data) -> Advice:
    return Advice(("applies_to",), "delete applies_to, or ask for a percentage")


def _factor(match: re.Match[str], table: Data) -> Advice:
    if "factor" in table:
        return Advice(("factor",), 'delete it, or write overage = "factor"')
    return Advice(("overage",), "add factor = 1.5: usage beyond the commitment then costs 1.5 times the list price")


def _currency(refusal: Any, table: Data) -> Advice:
    """A code that is not a currency: in `currency`, in the list of `currencies`, or among `reference_rates`."""
    path: Path = ("currency",)
    if table.get("currency") != refusal.code:
        codes: list[str] = table.get("currencies", [])
        path = ("currencies", codes.index(refusal.code)) if refusal.code in codes else ()
        if refusal.code in table.get("reference_rates", ()):
            path = ("reference_rates", refusal.code)
    likely = (_CODES[refusal.code],) if refusal.code in _CODES else refusal.candidates
    guess = f"did you mean {' or '.join(likely)}?" if likely else None
    message = str(refusal).partition("; did you mean")[0]
    return Advice(path, guess, "three letters of ISO 4217, such as USD, EUR, JPY", message)


_CODES = {"YEN": "JPY", "RMB": "CNY", "UKP": "GBP", "STG": "GBP", "SFR": "CHF", "NTD": "TWD"}
"""What people write, and the code of ISO 4217 for it."""


def _at(*path: str | int, hint: str | None = None, allowed: str | None = None) -> Callable[..., Advice]:
    return lambda match, table: Advice(path if not path or path[0] in table else (), hint, allowed)


_RULES: tuple[tuple[str, Callable[[re.Match[str], Data], Advice]], ...] = (
    (r"state one of percent, amount, unit_price", _one_of("percent", "amount", "unit_price")),
    (r"state one of percent, amount, target_total", _one_of("percent", "amount", "target_total")),
    (r"state the year or the month", _one_of("year", "month")),
    (r"state either an amount or quantities", _one_of("amount", "quantity")),
    (r"state either price, or prices", _price),
    (r"applies_to is for a percentage", _percent_rule),
    (r"tier (\d+) states both", lambda match, table: Advice(("tiers", int(match[1]) - 1), "delete one of the two")),
    (r"tier (\d+) ends at (\S+), not above the tier before it \((\S+)\)", _tier),
    (r"a stairstep tier has a flat amount", _with_key("rate", 'write flat = …, or model = "volume"')),
    (r"(bracket|stairstep tier) has no blocks", _with_key("size", "delete size")),
    (r"a commitment at 100 %", _whole_discount),
    (r"a graduated schedule states only", _with_key("to", "delete `to`: a slab ends where the next one starts")),
    (r"the step from (\S+) does not start above", _rung_start),
    (r"the step from (\S+) ends below its start", _rung_end),
    (r"two charges have the id", _second("charges", "id")),
    (r"two sets have the same id", _second("sets", "id")),
    (r"cell (\d+) must name each of", _cell_names),
    (r"cell (\d+): (.+) is not one of (.+)", _cell_value),
    (r"cell (\d+) is priced twice", _cell_twice),
    (r"from and to must", _at("to", hint="from = 5000, to = 30000; or both as { USD = …, EUR = … }")),
    (r"from is above to", _range),
    (r"free is for the whole period", _at("free", hint="delete free, or the bounds")),
    (r"graduated schedules cannot be compounded", _at("combine", allowed="best, sum")),
    (r"factor is stated with overage", _factor),
    (r"illustrative numbers need a note", _at("illustrative", hint='add note = "…", which says where they come from')),
    (r"valid_until is before valid_from", _at("valid_until", hint="the last day comes after the first")),
)
"""Sentences of rules, as patterns, and the advice on each."""
