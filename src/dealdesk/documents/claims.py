"""Claims: what a title says in figures, as data that anybody can test against the source.

A claim is a sentence with the numbers that it says and the conditions under which it is true.  A number names where
in the source's JSON its parts are; a condition compares such a value with another one.  `broken` works both out from
the JSON alone, without the code that made the sentence.

    {"sentence": "Two drivers carry 87% of the benefit",
     "numbers": [{"text": "87%", "sum": ["benefits.0.pv", "benefits.1.pv"], "over": ["totals.pv_benefits"],
                  "shift": 2}],
     "conditions": [{"sum": ["totals.npv"], "is": "above", "than": "0"}]}
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal, localcontext
from operator import eq, ge, gt, le, lt
from typing import Any

from dealdesk.money import unit

OPERATORS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "above": gt,
    "below": lt,
    "at least": ge,
    "at most": le,
    "equal": eq,
}
"""How a condition compares; with `*` in a path, all values that it names have to meet it."""


def claim(sentence: str, *parts: Mapping[str, Any]) -> dict[str, Any]:
    """Return a claim of numbers and conditions."""
    return {
        "sentence": sentence,
        "numbers": [dict(each) for each in parts if "text" in each],
        "conditions": [dict(each) for each in parts if "is" in each],
    }


def number(
    text: str,
    of: str | Sequence[str],
    over: str | Sequence[str] = (),
    *,
    less: str | Sequence[str] = (),
    shift: int = 0,
    places: int = 0,
    up: bool = False,
) -> dict[str, Any]:
    """Return a number that a title says.

    Args:
        text: The number as it is printed.
        of: Paths of what is added up.
        over: Paths of what the sum is divided by.
        less: Paths of what is taken off the sum.
        shift: Power of ten that the value is multiplied by: 2 for a percentage of a share, -3 for thousands.
        places: Decimals that it is rounded to, half up.
        up: Whether it is rounded up instead.
    """
    return {
        "text": text,
        "sum": _listed(of),
        "less": _listed(less),
        "over": _listed(over),
        "shift": shift,
        "places": places,
        "up": up,
    }


def condition(
    of: str | Sequence[str], operator: str, than: str | Decimal, *, over: str | Sequence[str] = ()
) -> dict[str, Any]:
    """Return a condition: a value, or all values of a path with `*`, compared with a path or a plain number."""
    return {"sum": _listed(of), "over": _listed(over), "is": operator, "than": str(than)}


def _listed(paths: str | Sequence[str]) -> list[str]:
    return [paths] if isinstance(paths, str) else list(paths)


def broken(each: Mapping[str, Any], data: Any) -> Iterator[str]:
    """Yield what of a claim the source does not bear out, a sentence each.

    Args:
        each: The claim.
        data: The source's JSON.
    """
    for said in each["numbers"]:
        fault = wrong_number(said, data)
        if said["text"] not in each["sentence"]:
            yield f"{said['text']!r} is not in the sentence"
        elif fault is not None:
            yield fault
    for test in each["conditions"]:
        than = _decimal(test["than"])
        limits = [than] if than is not None else list(_found(data, test["than"].split(".")))
        values = [amount for path in test["sum"] for amount in _found(data, path.split("."))]
        if test["over"]:
            divisor = sum((amount for path in test["over"] for amount in _found(data, path.split("."))), Decimal(0))
            values = [sum(values, Decimal(0)) / divisor] if divisor else []
        if not values or not limits:
            yield f"there is no value at {', '.join(test['sum'])} or {test['than']}"
        for value in values:
            if not all(OPERATORS[test["is"]](value, limit) for limit in limits):
                yield f"{', '.join(test['sum'])} is {value:f}, not {test['is']} {test['than']}"


def wrong_number(said: Mapping[str, Any], data: Any) -> str | None:
    """Return what is wrong with a number of a claim; None where the source says the same."""
    value = value_of(said, data)
    if value is None:
        return f"{said['text']!r} has no value at {', '.join(said['sum'])}"
    return f"{said['text']!r} should be {value:f}" if digits(said["text"]) != abs(value) else None


def value_of(said: Mapping[str, Any], data: Any) -> Decimal | None:
    """Return what a number of a claim should say, rounded as it is printed; None where the source has no such value."""
    sums = {}
    for part in ("sum", "less", "over"):
        found = [list(_found(data, path.split("."))) for path in said[part]]
        if not all(found):
            return None
        sums[part] = sum((amount for each in found for amount in each), Decimal(0))
    with localcontext() as context:
        context.prec = 60
        value = sums["sum"] - sums["less"]
        if said["over"]:
            if not sums["over"]:
                return None
            value /= sums["over"]
        rounding = ROUND_CEILING if said["up"] else ROUND_HALF_UP
        return value.scaleb(said["shift"]).quantize(unit(said["places"]), rounding)


def digits(text: str) -> Decimal:
    """Return the number that a printed figure says, by its digits alone: "$2.10" is 2.10, "1,234" is 1234.

    The last separator is the decimal one unless three digits follow it.
    """
    kept = "".join(char if char.isdigit() else "." if char in ".,\u066b" else "" for char in text).strip(".")
    whole, _, fraction = kept.rpartition(".")
    if whole and len(fraction) != 3:
        return Decimal(f"{whole.replace('.', '')}.{fraction}")
    return Decimal(kept.replace(".", "") or "0")


def _found(data: Any, path: Sequence[str]) -> Iterator[Decimal]:
    """Yield the amounts at a path: names, numbers of a list, `*` for all of a list, `id=x` for one of it."""
    if not path:
        amount = None if isinstance(data, bool) else _decimal(data)
        if amount is not None:
            yield amount
        return
    name, rest = path[0], path[1:]
    if isinstance(data, Mapping):
        if name in data:
            yield from _found(data[name], rest)
    elif isinstance(data, list):
        if name == "*":
            for each in data:
                yield from _found(each, rest)
        elif "=" in name:
            key, _, wanted = name.partition("=")
            for each in data:
                if str(each[key]) == wanted:
                    yield from _found(each, rest)
        elif name == "#":
            yield Decimal(len(data))
        elif -len(data) <= int(name) < len(data):
            yield from _found(data[int(name)], rest)


def _decimal(value: Any) -> Decimal | None:
    try:
        return Decimal(str(value))
    except ArithmeticError:
        return None
