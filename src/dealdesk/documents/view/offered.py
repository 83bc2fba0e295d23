"""What documents about a catalog have in common: the head of a page, prices, lists of codes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from dealdesk.documents.document import Page
from dealdesk.documents.language import Language
from dealdesk.documents.offering import Offer, Offering
from dealdesk.documents.palette import palette
from dealdesk.documents.view.head import cut
from dealdesk.documents.view.writer import ems, step

_CODE = re.compile(r"(.*?)(\d+)")
RUN = 3
"""Numbers in a row from which a list of them is written as a range."""


def page_of(made: Offering) -> Page:
    """Return the page that its reader prints on: Letter for dollars in North America, else A4."""
    from dealdesk.documents.kinds.quote import LETTER, LETTER_LANGUAGES

    letter = made.currency in LETTER and made.language.replace("_", "-") in LETTER_LANGUAGES
    return "letter" if letter else "a4"


def common(made: Offering, language: Language, table: str, **head: Any) -> dict[str, Any]:
    """Return what every view has: language, words, colours, and the head of the document.

    Args:
        made: What the catalog offers.
        language: The language of the document.
        table: The kind's table of texts, with its `kind`, `footer` and `dated`.
        head: What is particular to the kind: `title`, `headline`, `eyebrow`, `lede`.
    """
    colours = palette(made.accent)
    say = language.say
    date = language.long_day(made.day)
    base = {
        "author": made.vendor.name,
        "subject": head["title"],
        "issued": made.day.isoformat(),
        "vendor": made.catalog.name,
        "reference": say(f"{table}.dated", kind=say(f"{table}.kind"), date=date),
        "footer": say(f"{table}.footer", vendor=cut(made.vendor.name)),
        "size": headline_size(head.get("headline", "")),
    }
    return {
        "lang": language.code,
        "t": dict(language.texts),
        "colours": {"accent": colours.accent, "tint": colours.tint},
        "head": base | {name: language.tidy(text) for name, text in head.items()},
    }


def headline_size(text: str) -> str:
    """Return the class of the type size in which a headline stands on two lines at most."""
    return f"n{step(ems(text), 26, 40, 62, 80)}"


def prices(made: Offering, offers: Sequence[Offer], language: Language) -> list[str]:
    """Return what products cost from, all with the same decimals; "" where the catalog has no price of their own."""
    stated = [each.price for each in offers if each.price is not None]
    whole = all(each == each.to_integral_value() for each in stated)
    money = language.amounts(made.currency, 0 if whole else made.places)
    found = []
    for each in offers:
        if each.price is None:
            found.append("")
        elif not each.price:
            found.append(language.say("offered.free"))
        else:
            found.append(language.say("offered.once" if each.once else "offered.a_year", amount=money(each.price)))
    return found


def least(offers: Iterable[Offer]) -> Offer | None:
    """Return the product with the least price a year above nothing; None where there is none."""
    priced = [each for each in offers if each.price and not each.once]
    return min(priced, key=lambda each: each.price or Decimal(0), default=None)


def codes(values: Sequence[str]) -> str:
    """Return codes in a row, numbers that follow one another as a range: "6, 15–22", "CC6.1, CC6.3"."""
    found: list[list[str]] = []
    for value in values:
        if found and _follows(found[-1][-1], value):
            found[-1].append(value)
        else:
            found.append([value])
    return ", ".join(each for run in found for each in ([f"{run[0]}–{run[-1]}"] if len(run) >= RUN else run))


def _follows(first: str, second: str) -> bool:
    """Whether two codes are plain numbers, one after the other."""
    return first.isdigit() and second.isdigit() and int(second) == int(first) + 1


def sort_key(code: str) -> list[tuple[str, int]]:
    """Return what sorts "CC6.2" before "CC6.10"."""
    return [(text, int(number)) for text, number in _CODE.findall(code)]
