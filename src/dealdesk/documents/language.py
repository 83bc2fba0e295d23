"""One language of documents: its fixed words, and how it writes amounts, numbers and dates."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from dealdesk.errors import RenderError, printable
from dealdesk.money import EXACT, unit

if TYPE_CHECKING:
    from babel.numbers import NumberPattern

NBSP = "\u00a0"
NARROW = "\u202f"
"""The narrow no-break space, between the thousands of French numbers."""

MINUS = "\u2212"

LONG_PROSE = 60
SHORT_WORD = 14
"""From which length of a text a last word shorter than the second goes with the word before it."""

_LENGTHS = ("year", "quarter", "month", "day")
_SPACES = re.compile(r"[ \t\r\n\f\v]+")
_DAY = re.compile(r"(?<!d)d(?!d)")
_HALF_WIDTH = str.maketrans({"￥": "¥", "￡": "£", "￦": "₩"})
"""Signs of currencies that are wider than figures, as they stand beside figures."""

_NAME = re.compile(r"\{([^{}]*)\}")
"""A place in a text that is filled in, by a name and nothing more: no text looks into what it is filled with."""

_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w|\s|$|[.,;:])")


class Language:
    """Fixed words and number patterns of one locale.

    Args:
        code: The locale, such as "en" or "de-CH".
        texts: The tables of `locales/<language>.toml`.

    Raises:
        RenderError: There is no such locale.
    """

    def __init__(self, code: str, texts: Mapping[str, Any]) -> None:
        from babel import Locale, UnknownLocaleError

        try:
            self.locale = Locale.parse(code, sep="-")
        except (UnknownLocaleError, ValueError) as failure:
            raise RenderError(f"there is no locale {printable(code[:40])!r}") from failure
        self.code, self.texts = code, texts
        self._numbers: dict[tuple[str, int, int], NumberPattern] = {}
        months = {name for width in ("wide", "abbreviated") for name in self.locale.months["format"][width].values()}
        lengths = {form.replace("{n}", "").strip() for what in _LENGTHS for form in self.texts["count"][what].values()}
        after_number, names = ("|".join(map(re.escape, sorted(each))) for each in (months | lengths, months))
        self._percent = self._pattern("percent", 0, 0).apply(Decimal(0), self.locale).lstrip("0")
        self._glued = re.compile(rf"(?<=\d) (?=(?:{after_number})\b)|\b({names}) (?=\d{{4}}\b)")

    def text(self, key: str) -> Any:
        """Return a fixed text, or a table of them, by its dotted key.

        Raises:
            RenderError: The language has no such text.
        """
        found: Any = self.texts
        for name in key.split("."):
            if not isinstance(found, Mapping) or name not in found:
                raise RenderError(
                    f"the language {self.code!r} has no text {key!r}: add it to locales/{self.locale.language}.toml"
                )
            found = found[name]
        return found

    def say(self, key: str, **values: Any) -> str:
        """Return a fixed text with *values* filled in; `n` chooses between singular and plural."""
        text = self.text(key)
        if not isinstance(text, str):
            text = text.get(self.locale.plural_form(values["n"]), text["other"])
        if "n" in values:
            values |= {"words": self.in_words(values["n"]), "n": self.number(Decimal(values["n"]))}
        try:
            return _NAME.sub(lambda found: str(values[found[1]]), str(text))
        except KeyError as missing:
            known = ", ".join(f"{{{each}}}" for each in sorted(values)) or "nothing"
            raise RenderError(
                f"the text {key!r} of the language {self.code!r} has {{{missing.args[0]}}}; "
                f"what is filled in is {known}"
            ) from None

    def has(self, key: str) -> bool:
        """Whether the language has a text for *key*."""
        table, _, name = key.rpartition(".")
        return name in (self.text(table) if table else self.texts)

    def count(self, n: int, what: str) -> str:
        """Return "36 months", held together by a no-break space."""
        return self.say(f"count.{what}", n=n).replace(" ", NBSP)

    def in_words(self, n: int) -> str:
        """Return a small number in words, a larger one in digits."""
        words: Sequence[str] = self.text("form.words")
        return words[n] if 0 <= n < len(words) else self.number(Decimal(n))

    def listed(self, names: Sequence[str]) -> str:
        """Return "a, b and c"."""
        *before, last = names or [""]
        if not before:
            return last
        first = before[0]
        for each in before[1:]:
            first = self.say("form.list_between", first=first, next=each)
        return self.say("form.list_last", first=first, last=last)

    # ---- numbers

    def number(self, value: Decimal, places: int | None = None) -> str:
        """Return a number with separators: exactly, or with *places* decimals."""
        least, most = (places, places) if places is not None else (0, 12)
        if places is not None:
            value = value.quantize(unit(places), ROUND_HALF_UP, EXACT)
        return _true_minus(self._pattern("number", least, most).apply(value, self.locale))

    def percent(self, value: Decimal, places: int | None = None, *, signed: bool = False) -> str:
        """Return "36.25%" for 36.25."""
        least, most = (places, places) if places is not None else (0, 12)
        if places is not None:
            value = value.quantize(unit(places), ROUND_HALF_UP, EXACT)
        text = _true_minus(self._pattern("percent", least, most).apply(value.scaleb(-2), self.locale))
        return f"+{text}" if signed and value > 0 else text

    def amounts(self, currency: str, places: int) -> Callable[..., str]:
        """Return a function that writes amounts of *currency*: `money(amount, signed=False)`.

        It quantizes first, half up; a sign stands before the currency, and `signed` adds the plus.
        """
        from babel.numbers import get_currency_symbol

        symbol = get_currency_symbol(currency, locale=self.locale).translate(_HALF_WIDTH)
        pattern = self._pattern("letters" if symbol[-1].isalpha() else "money", places, places)

        def money(amount: Decimal, *, signed: bool = False) -> str:
            rounded = abs(amount).quantize(unit(places), ROUND_HALF_UP, EXACT)
            text = str(pattern.apply(rounded, self.locale, currency=currency, currency_digits=False))
            sign = MINUS if amount < 0 and rounded else "+" if signed and rounded else ""
            # A currency written in letters carries spaces: none of them may break.
            return sign + text.translate(_HALF_WIDTH).replace(" ", NBSP)

        return money

    def currency_name(self, currency: str) -> str:
        """Return "US dollars"."""
        from babel.numbers import get_currency_name

        return str(get_currency_name(currency, count=2, locale=self.locale))

    def _pattern(self, what: str, least: int, most: int) -> NumberPattern:
        key = (what, least, most)
        if key not in self._numbers:
            from babel.numbers import parse_pattern

            style = {"number": self.locale.decimal_formats[None], "percent": self.locale.percent_formats[None]}
            source = style.get(what, self.locale.currency_formats["standard"])
            text = source.pattern
            if what == "letters":
                text = text.replace("¤#", f"¤{NBSP}#")
            pattern = parse_pattern(text)
            pattern.frac_prec = (least, most)
            self._numbers[key] = pattern
        return self._numbers[key]

    # ---- dates and words

    def day(self, value: date) -> str:
        """Return "11 Nov 2026", held together."""
        return self._date(value, "form.date")

    def key_day(self, value: date) -> str:
        """Return a date as short as it can be, for the key figures."""
        return self._date(value, "form.key_date")

    def long_day(self, value: date) -> str:
        """Return "11 November 2026", held together."""
        return self._date(value, "form.long_date")

    def span(self, first: date, last: date) -> str:
        """Return "1 Dec 2026 – 30 Nov 2027"."""
        return self.say("form.until", first=self.day(first), last=self.day(last))

    def _date(self, value: date, form: str) -> str:
        from babel.dates import format_date

        pattern = str(self.text(form))
        if value.day == 1:
            pattern = _DAY.sub("'{}'".format(self.text("form.first_day")), pattern, count=1)
        return format_date(value, pattern, locale=self.locale).replace(" ", NBSP)

    def inside(self, text: str) -> str:
        """Return a title as it stands inside a sentence; names and abbreviations keep their capitals."""
        return text[:1].lower() + text[1:] if self.text("form.inside") == "lower" and text[1:2].islower() else text

    @staticmethod
    def start(text: str) -> str:
        """Return a text as it stands at the start of a sentence."""
        return text[:1].upper() + text[1:]

    def units(self, name: str, quantity: Decimal) -> str:
        """Return the unit of a catalog, in the plural where that is known: 12 "nodes"."""
        if quantity == 1 or self.text("form.units") != "english" or not name or name[:1].isdigit():
            return name
        head, of, rest = name.partition(" of ")  # "USD of sales"
        if not head[-1:].islower() or head.endswith(("s", "ed")):
            return name
        if head.endswith(("x", "ch", "sh")):
            plural = head + "es"
        elif head.endswith("y") and head[-2:-1] not in "aeiou":
            plural = head[:-1] + "ies"
        else:
            plural = head + "s"
        return plural + of + rest

    def tidy(self, text: str) -> str:
        """Return prose with typographic apostrophes, and with dates and amounts of time held together."""
        text = re.sub(r"(?<=\d) %", self._percent, _SPACES.sub(" ", text).strip())
        if len(text) > LONG_PROSE:
            first, _, last = text.rpartition(" ")
            if len(last) < SHORT_WORD:  # no short word alone on the last line
                text = f"{first}{NBSP}{last}"
        glued = self._glued.sub(lambda found: (found[1] or "") + NBSP, text)
        return _APOSTROPHE.sub("\u2019", glued)


def _true_minus(text: str) -> str:
    return text.replace("-", MINUS)
