"""Every printed number is one of the source's, or one of the document's fixed words.

For documents that are not about a quote: the source says each figure that may be printed, as data.  A figure may be
printed rounded (1,234.56 as 1,235), in thousands, millions or billions ("$1.2M"), and a share as a percentage.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cached_property
from typing import Any

from dealdesk.documents.check.fault import Check, Fault
from dealdesk.documents.check.numbers import Reader, reader, squeezed
from dealdesk.documents.check.paper import Paper
from dealdesk.documents.strings import strings
from dealdesk.money import EXACT

_POWERS = (3, 6, 9, 12)
"""What amounts in thousands, millions and more are multiplied by, as powers of ten."""

_COUNTED = 31
"""Numbers up to which a count, a folio or the day of a date is no figure."""


class Figures:
    """The figures of a source: its numbers, and the texts that it says them in."""

    def __init__(self, data: Any, words: Iterable[str], language: str) -> None:
        self.texts = [squeezed(each) for each in (*strings(data), *words)]
        self.values = {abs(each) for each in _numbers(data)}
        for text in (*strings(data), *words):
            for code in dict.fromkeys((language, "en")):
                self.values.update(abs(each.value) for each in reader(code, _currency(data)).numbers(text))
        self.values.update(map(Decimal, range(_COUNTED + 1)))
        self._rounded: dict[tuple[int, int], set[Decimal]] = {}

    @cached_property
    def written(self) -> str:
        """All texts in one."""
        return "\n".join(self.texts)

    def has(self, value: Decimal, places: int, shift: int = 0) -> bool:
        """Whether a figure, with its point moved *shift* digits to the left and rounded, is *value*."""
        key = (places, shift)
        if key not in self._rounded:
            step = Decimal(1).scaleb(-places)
            self._rounded[key] = {
                each.scaleb(-shift, EXACT).quantize(step, ROUND_HALF_UP, EXACT) for each in self.values
            }
        return abs(value) in self._rounded[key]


def _numbers(value: Any) -> Iterator[Decimal]:
    """Yield the numbers of plain data, the parts of its dates among them."""
    if isinstance(value, Mapping):
        for each in value.values():
            yield from _numbers(each)
    elif isinstance(value, list):
        for each in value:
            yield from _numbers(each)
    elif value is not None and not isinstance(value, bool):
        try:
            number = Decimal(str(value))
        except InvalidOperation:
            try:
                day = date.fromisoformat(str(value)[:10])
            except ValueError:
                return
            yield from map(Decimal, (day.year, day.month, day.day))
            return
        if number.is_finite():
            yield number


def _currency(data: Any) -> str:
    """Return the currency that the source names, wherever it does; that of the sign in doubt."""
    if isinstance(data, Mapping):
        if isinstance(data.get("currency"), str):
            return str(data["currency"])
        for each in data.values():
            found = _currency(each)
            if found != "USD":
                return found
    return "USD"


def _find(paper: Paper, source: Any) -> Iterator[Fault]:
    yield from find_in(paper, json.loads(source.to_json()))


def find_in(paper: Paper, data: Any) -> Iterator[Fault]:
    """Yield the printed numbers that are not in plain data."""
    language = paper.language or "en"
    figures = Figures(data, paper.fixed, language)
    reads = Reads(reader(language, _currency(data)), paper.short)
    for sheet in paper.sheets:
        for block in sheet.blocks:
            if squeezed(block.text) in figures.written:
                continue
            for text in _unknown(block.text, figures, reads):
                at = (block.box[0], sheet.height - block.box[3]) if block.box else None
                yield Fault(f"the number {text} is not one of the source's", sheet.number, at)


class Reads:
    """Reads numbers, and amounts that are written short: "$59.8M" is no 59, and "1,65 Mio. $" no 1.65."""

    def __init__(self, whole: Reader, short: Sequence[str]) -> None:
        self.numbers, self._point = whole.numbers, whole.point
        self._powers = dict(zip(("".join(each.split()) for each in short), _POWERS, strict=True))
        # labels of charts are drawn piece by piece, with spaces between
        letters = "|".join(r"\s?".join(map(re.escape, each)) for each in sorted(self._powers, key=len, reverse=True))
        gap = r"\s{0,3}" if short[0][:1].isspace() else ""
        point = re.escape(whole.point)
        self._found = re.compile(
            rf"(?<![0-9A-Za-z.,])(?P<number>\d+(?:{point}\d+)?){gap}(?P<letter>{letters})(?![0-9A-Za-z])"
        )

    def without_short(self, text: str) -> str:
        """Return a text without them."""
        return self._found.sub("", text)

    def short(self, text: str) -> Iterator[tuple[str, Decimal, int, int]]:
        """Yield each as it is printed, with its figure, its decimals, and its power of ten."""
        for each in self._found.finditer(text):
            whole, _, fraction = each["number"].partition(self._point)
            yield each[0], Decimal(f"{whole}.{fraction}"), len(fraction), self._powers["".join(each["letter"].split())]


def _unknown(text: str, figures: Figures, reads: Reads) -> Iterator[str]:
    """Yield the numbers of a text that the source does not say."""
    for number in reads.numbers(reads.without_short(text)):
        shifts = (0, -2) if number.kind == "percent" else (0,)
        if not any(figures.has(number.value, number.places, shift) for shift in shifts):
            yield number.text
    for printed, value, places, power in reads.short(text):
        if not figures.has(value, places, power):
            yield printed


CHECK = Check("figures", "every printed number is one of the source's, as it is or rounded", _find)
