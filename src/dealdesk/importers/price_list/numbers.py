"""Numbers as a table writes them: the signs are stated, so 1.200 is never taken for the other thing."""

from __future__ import annotations

import re
from decimal import Decimal

from dealdesk.importers.price_list.columns import Settings


class BadNumber(ValueError):
    """A text that is no number in the stated notation; `hint` says what would make it one."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


def number_of(text: str, settings: Settings) -> Decimal:
    """Return the number that *text* says, in the notation of *settings*; BadNumber when it says none."""
    given = text.strip().replace("\u00a0", " ").replace("\u202f", " ")
    decimal, thousands = re.escape(settings.decimal), re.escape(settings.thousands)
    grouped = rf"\d{{1,3}}(?:{thousands}\d{{3}})+|" if settings.thousands else ""
    if not re.fullmatch(rf"(?:{grouped}\d+)(?:{decimal}\d+)?", given, re.ASCII):
        raise BadNumber(f'"{given}" is not a number in this notation', _hint(given, settings))
    whole, _, part = given.partition(settings.decimal)
    if settings.thousands:
        whole = whole.replace(settings.thousands, "")
    if len(whole) > 12 or len(part) > 12:
        raise BadNumber(f'"{given}" has too many digits', "up to 12 before the decimals, and 12 decimals")
    return Decimal(f"{whole}.{part}" if part else whole)


def _hint(given: str, settings: Settings) -> str | None:
    """Return the option that would make a number of it."""
    if re.fullmatch(r"[-−]\s*[\d.,' ]+", given):
        return "a price or quantity is not below 0"
    if re.search(r"[$€£¥]|[A-Za-z]{3}", given) and re.search(r"\d", given):
        return "delete the currency from the number; it is stated by --currency or a column of its own"
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", given):
        return "if the comma groups thousands, say --thousands ,"
    if re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d+)?", given):
        return "if the point groups thousands, say --decimal , --thousands ."
    if re.fullmatch(r"\d+,\d+", given):
        return "if the comma stands before decimals, say --decimal ,"
    if re.fullmatch(r"\d+\.\d+", given) and settings.decimal != ".":
        return "if the point stands before decimals, leave --decimal out"
    if re.fullmatch(r"\d{1,3}([' ]\d{3})+([.,]\d+)?", given):
        return f'say --thousands "{given.lstrip("0123456789")[0]}"'
    return None
