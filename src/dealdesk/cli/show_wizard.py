"""What a wizard says beside its questions: what the deal costs so far, what is wrong, what would be better."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dealdesk.cli.answers import Answers
from dealdesk.errors import DealdeskError, InputError

if TYPE_CHECKING:
    from dealdesk.quoting.quote import Quote


def sofar(quote: Quote) -> str:
    """Return what a deal comes to in one line: total, a year, discount, and what keeps it from being quoted."""
    from dealdesk.cli import words

    totals, places = quote.totals, quote.places
    parts = [f"{words.money(totals.net, places)} {quote.currency} for {quote.term}"]
    acv = next((each.value for each in quote.metrics if each.id == "acv"), None)
    if acv is not None and acv != totals.net:
        parts.append(f"{words.money(acv, places)} a year")
    if totals.discount > 0:
        parts.append(f"{words.share_off(totals.list, totals.net)} below list")
    if quote.usage_estimate.net:
        parts.append(f"usage about {words.money(quote.usage_estimate.a_year, places)} a year")
    return " · ".join(parts)


def remarks(quote: Quote) -> Iterator[str]:
    """Yield what a seller must know of a deal: findings that are warnings or errors."""
    for each in quote.findings:
        if each.severity != "info":
            yield f"{each.severity}: {each.message}"


def advice(answers: Answers, most: int = 3) -> list[str]:
    """Return what would make the deal better, the most valuable first."""
    from dealdesk.advise import Desk
    from dealdesk.advise import advise as advice_on

    deal, catalog = answers.deal()
    found = sorted(advice_on(Desk(deal, catalog, answers.today)), key=lambda each: -(each.saves or Decimal(0)))
    return [each.message for each in found[:most]]


def failure(wrong: DealdeskError) -> str:
    """Return what is wrong in one sentence, without the place on a command line that nobody has written."""
    if isinstance(wrong, InputError):
        first = wrong.mistakes[0]
        more = [each for each in (first.allowed and f"allowed: {first.allowed}", first.hint) if each]
        return "; ".join([first.message, *more])
    return str(wrong)


def plain_options(given: Mapping[str, Any]) -> list[str]:
    """Return the options that say the same, so that next time nobody has to be asked."""
    found = []
    for name, value in given.items():
        for each in value if isinstance(value, list | tuple) else [value]:
            if each is not None and each != "":
                found += [f"--{name}", str(each)]
    return found
