"""The questions of `dealdesk quote wizard`: one `Question` for each option of a deal, in their order.

An answer is a word of the option of the same name, so whatever can be answered can be said on the command line.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from dealdesk.cli.answers import Answers, Question, chosen
from dealdesk.errors import DealdeskError, InputError

if TYPE_CHECKING:
    from dealdesk.catalog.models import Catalog


BILLINGS = ("annual", "quarterly", "monthly", "upfront")


def _put(name: str, what: str) -> Callable[[Answers, str], None]:
    """Return what puts a word in; where there are lines they are priced with it, and a wrong one is told at once."""

    def take(answers: Answers, typed: str) -> None:
        question = next(each for each in QUESTIONS if each.name == name)
        offers = question.offers(answers)
        value = chosen(typed, offers, what) if offers else typed
        if answers.given.get("line"):
            answers.would(**{name: value})
        elif name == "catalog":
            Answers({"catalog": value}, answers.today).catalog()
        else:  # what is wrong is told now, and not with the first product
            any_product = next(iter(answers.catalog().products))
            Answers({**answers.given, name: value, "line": [any_product]}, answers.today).deal()
        answers.given[name] = value

    return take


def _catalogs(answers: Answers) -> list[tuple[str, str]]:
    from dealdesk.catalog.load import known_catalogs, read_catalog

    found: dict[str, str] = {}
    for path in known_catalogs():
        try:
            header = read_catalog(path).catalog
        except InputError:
            continue  # `catalog validate` tells what is wrong with it
        found.setdefault(header.id, f"{header.name}, {header.currency}")
    return list(found.items())


def _products(answers: Answers) -> list[tuple[str, str]]:
    """Return the products, each with its name and what it starts at."""
    catalog = answers.catalog()
    return [(sku, _product(answers, catalog, sku)) for sku, each in catalog.products.items() if not each.hidden]


def _product(answers: Answers, catalog: Catalog, sku: str) -> str:
    """Return a product's name, and its list price for one unit and a year; without one, what it is charged by."""
    from dealdesk.cli import words

    product = catalog.products[sku]
    try:
        quote = Answers({"catalog": answers.given["catalog"], "line": [sku]}, answers.today).quote()
    except DealdeskError:  # it needs another product, or a quantity
        quote = None
    if quote is not None and quote.totals.list:
        return f"{product.name}, {words.money(quote.totals.list, quote.places)} {quote.currency} for 12 months"
    units = dict.fromkeys(each.unit for each in product.charges if each.unit)
    return f"{product.name}, by {' and '.join(units)}" if units else product.name


def _take_line(answers: Answers, typed: str) -> None:
    """Add `SKU` or `SKU:QUANTITY`, or take a product out with `-SKU`."""
    lines = list(answers.given.get("line") or ())
    offers = _products(answers)
    if typed.startswith("-"):
        sku = chosen(typed[1:].strip(), [(each.partition(":")[0], "") for each in lines], "line")
        answers.given["line"] = [each for each in lines if each.partition(":")[0] != sku]
        return
    name, colon, quantity = (part.strip() for part in typed.partition(":"))
    sku = chosen(name, offers, "product")
    line = f"{sku}:{quantity}" if colon else sku
    kept = [each for each in lines if each.partition(":")[0] != sku]
    answers.would(line=[*kept, line])
    answers.given["line"] = [*kept, line]


def _segments(answers: Answers) -> list[tuple[str, str]]:
    return [(id, each.name) for id, each in answers.catalog().segments.items()]


def _metered(answers: Answers) -> list[tuple[str, str]]:
    """Return the usage charges of the lines for which nothing has been estimated."""
    catalog = answers.catalog()
    said = {each.partition("=")[0] for each in answers.given.get("usage") or ()}
    skus = [each.partition(":")[0] for each in answers.given.get("line") or ()]
    return [
        (f"{sku}.{charge.id}", f"{charge.unit or 'units'} a {charge.period}")
        for sku in skus
        for charge in catalog.products[sku].charges
        if charge.metered and f"{sku}.{charge.id}" not in said
    ]


def _take_usage(answers: Answers, typed: str) -> None:
    name, equals, quantity = (part.strip() for part in typed.partition("="))
    if not equals:
        raise InputError(f"{typed} does not say how much; write it as {_metered(answers)[0][0]}=3000")
    metered = _metered(answers)
    named = [each for each, _ in metered if each.partition(".")[2] == name]
    word = f"{named[0] if len(named) == 1 else chosen(name, metered, 'usage charge')}={quantity}"
    usage = [*(answers.given.get("usage") or ()), word]
    answers.would(usage=usage)
    answers.given["usage"] = usage


QUESTIONS = (
    Question("catalog", lambda answers: "Which catalog?", _put("catalog", "catalog"), _catalogs),
    Question("customer", lambda answers: "Who is the customer?", _put("customer", "customer")),
    Question(
        "segment",
        lambda answers: "Which segment is that? Enter for none" if _segments(answers) else None,
        _put("segment", "segment"),
        _segments,
        lambda answers: "",
    ),
    Question(
        "line",
        lambda answers: "Add a product, such as {0}, with a quantity {0}:10; -{0} takes it out; Enter goes on".format(
            _products(answers)[0][0]
        ),
        _take_line,
        _products,
        lambda answers: "" if answers.given.get("line") else None,
        again=True,
    ),
    Question("months", lambda answers: "For how many months?", _put("months", "term"), usual=lambda answers: "12"),
    Question(
        "start",
        lambda answers: "From which day, as 2027-01-31? Enter for the first of next month",
        _put("start", "day"),
        usual=lambda answers: "",
    ),
    Question(
        "billing",
        lambda answers: "How is it billed?",
        _put("billing", "billing"),
        lambda answers: [(each, "") for each in BILLINGS],
        lambda answers: BILLINGS[0],
    ),
    Question(
        "usage",
        lambda answers: "Estimate usage, as CHARGE=QUANTITY; Enter goes on" if _metered(answers) else None,
        _take_usage,
        _metered,
        lambda answers: "",
        again=True,
    ),
    Question(
        "discount",
        lambda answers: "A discount on all of it, in per cent? Enter for none",
        _put("discount", "discount"),
        usual=lambda answers: "",
    ),
)
"""The questions.  To add one: its option in `ad_hoc` and in the command, and an entry here."""
