"""What a case says in words of its own, in the language of the deck.

A case is worked out in English: how an amount comes about, what a figure means.  It has the same as data, and a
language that has texts for these says it by them; English has none, and prints what the case says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dealdesk.documents.view.writer import periods
from dealdesk.value.roi.build import OF_EXPECTED

if TYPE_CHECKING:
    from dealdesk.documents.view.roi.case import Case
    from dealdesk.quoting.quote.printed import Said
    from dealdesk.value.figure import Figure
    from dealdesk.value.roi.result.rows import Alternative, BenefitRow, CostRow
    from dealdesk.value.roi.result.sensitivity import BreakEven

_PERCENT = re.compile(r"(\d+(?:\.\d+)?) %")


def sentence(case: Case, said: Said) -> str:
    """Return a phrase or a sentence of the case."""
    if not case.translated:
        return said.text
    values = {name: _written(case, name, value) for name, value in said.values.items()}
    return case.language.tidy(case.say(f"said.{said.id}", **values))


def _written(case: Case, name: str, value: str) -> Any:
    """Return what is filled in; its name says what it is."""
    writers: Mapping[str, Callable[[str], Any]] = {
        "amount": lambda text: amount(case, Decimal(text)),
        "percent": lambda text: case.exact_percent(Decimal(text)),
        "percents": lambda text: ", ".join(case.exact_percent(Decimal(each)) for each in text.split()),
        "months": lambda text: case.language.count(int(text), "month"),
        "n": int,
        "term": lambda text: periods(case.language, text),
        "model": case.behind,
    }
    return writers[name](value) if name in writers else value


def amount(case: Case, value: Decimal) -> str:
    """Return an amount that somebody stated: without decimals where it has none."""
    return case.money(value) if value % 1 else case.whole(value)


def derivation(case: Case, row: CostRow | BenefitRow) -> str:
    """Return how the amounts of a row come about."""
    if not case.translated or not row.said:
        return case.behind(row.derivation)
    return case.language.listed([sentence(case, each) for each in row.said])


def ramp(case: Case, row: BenefitRow) -> str:
    """Return how a benefit is reached."""
    return ", ".join(sentence(case, each) for each in row.ramp_said) if case.translated else row.ramp_words


def source(case: Case, row: CostRow | BenefitRow) -> str:
    """Return where the amounts of a row come from, or ""."""
    from_quote = case.translated and getattr(row, "group", "") == "deal"
    return case.say("said.quote") if from_quote else row.source or ""


def name(case: Case, row: CostRow | BenefitRow) -> str:
    """Return the name of a row."""
    said = getattr(row, "named", None)
    if said is None or not case.translated:
        return row.name
    if "." in said.id:  # what a quote calls a line that it adds
        return str(case.language.say(said.id)) if case.language.has(said.id) else row.name
    return case.say(f"called.{said.id}", **said.values)


def names(case: Case, listed: Sequence[str]) -> list[str]:
    """Return names of rows that are told by their names in English."""
    known = {each.name: name(case, each) for each in case.result.costs}
    return [known.get(each, each) for each in listed]


def way(case: Case, each: Alternative) -> str:
    """Return the name of the offer, or of another way."""
    return case.say("called.offer") if case.translated and each.id == "offer" else each.name


def costs_of(case: Case, each: Alternative) -> list[tuple[str, Decimal, str]]:
    """Return name, sum and source of what a way costs."""
    if each.id == "offer":
        return [(name(case, row), row.total, source(case, row)) for row in case.result.costs]
    return [(cost.name, cost.total, cost.source or "") for cost in each.costs]


def title(case: Case, figure: Figure) -> str:
    """Return what a key figure is called."""
    return case.say(f"figure.{figure.id}") if case.translated else figure.title


def definition(case: Case, figure: Figure) -> str:
    """Return how a key figure is worked out."""
    if not case.translated:
        return case.language.tidy(figure.definition)
    rates = {"rate": case.exact_percent(case.result.rate), "reinvest": case.exact_percent(case.result.reinvest)}
    return case.language.tidy(case.say(f"definition.{figure.id}", **rates))


def statement(case: Case) -> list[str]:
    """Return how the case is worked out, a sentence each."""
    return [sentence(case, each) for each in case.result.said] if case.translated else [*case.result.statement]


def unit(case: Case, text: str) -> str:
    """Return the unit of an assumption."""
    return case.say("said.of_expected") if case.translated and text == OF_EXPECTED else text


def break_even(case: Case, each: BreakEven) -> str:
    """Return how far a number can move before the case turns, or ""."""
    if not case.translated:
        return each.sentence
    called = {"benefits": case.say("benefit"), "costs": case.say("cost_word")}.get(each.id, each.name)
    if each.percent is None:
        return case.say("said.turns_nothing", name=called)
    holds = case.result.totals.npv >= 0
    key = f"said.{'can' if holds else 'must'}_{each.direction}"
    return case.say(key, name=called, percent=case.exact_percent(each.percent))


def risk(case: Case, text: str) -> str:
    """Return how a risk adjustment comes about: "66 % × 30 %"."""
    if not case.translated:
        return text
    return _PERCENT.sub(lambda found: case.exact_percent(Decimal(found[1])), text)
