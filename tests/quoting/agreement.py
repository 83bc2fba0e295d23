"""One deal, priced by the engine and by the oracle: what each of them says, and the laws that every quote keeps."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, localcontext
from pprint import pformat
from random import Random
from typing import Any

from dealdesk.catalog.models import Catalog
from dealdesk.errors import DealError
from dealdesk.money import EXACT
from dealdesk.quoting.load import deal_of
from dealdesk.quoting.price import price
from dealdesk.quoting.priced import Priced
from dealdesk.quoting.quote import Quote
from tests import oracle
from tests.strategies import TODAY, Data, a_catalog, a_deal

ZERO = Decimal(0)
METRICS = re.compile(r"acv|acv_year_\d+")
NEGATIVE_ZERO = re.compile(r'"-0(\.0*)?"')


@dataclass
class Both:
    """A deal that both could price."""

    rows: Any
    quote: Quote
    answer: oracle.Answer


def ask_both(catalog: Catalog, data: Data, deal: Data) -> Both | None:
    """Price a deal twice; None where both refuse it. An AssertionError where only one of them does."""
    try:
        answer = oracle.answer(data, deal)
    except oracle.Refused as refused:
        try:
            price(deal_of(deal), catalog, today=TODAY)
        except DealError:
            return None
        raise AssertionError(f"only the oracle refuses: {refused}") from None
    read = deal_of(deal)
    with localcontext(EXACT):
        rows = Priced(read, catalog, TODAY).rows
    return Both(rows, price(read, catalog, today=TODAY), answer)


def units(amount: Decimal | None, places: int) -> int | Decimal | None:
    """An amount in minor units; as it is where it has more decimals."""
    if amount is None:
        return None
    scaled = amount.scaleb(places, EXACT)
    return int(scaled) if scaled == scaled.to_integral_value(context=EXACT) else amount


def check_agreement(both: Both) -> None:
    """Engine and oracle agree on the list price, every move and the total of every row, and on the whole quote."""
    quote, answer, places = both.quote, both.answer, both.quote.places
    assert [(row.line, row.key, row.interval) for row in both.rows] == [
        (row.line, row.key, row.interval) for row in answer.rows
    ]
    for ours, theirs in zip(both.rows, answer.rows, strict=True):
        where = f"line {ours.line}, {ours.key}, interval {ours.interval}"
        moves = [(move.code, units(move.per_period, places), units(move.total, places)) for move in ours.moves]
        assert units(ours.list, places) == theirs.list, where
        assert moves == [(move.code, move.period, move.total) for move in theirs.moves], where
        assert (units(ours.net, places), units(ours.total, places)) == (theirs.net, theirs.total), where
    own = [line for line in quote.lines if line.sku != "commitment"]
    of_list = [line.list for line in own if line.committed and not line.optional]
    assert units(EXACT.create_decimal(exact_sum(of_list)), places) == answer.list
    assert units(quote.totals.net, places) == answer.net
    assert units(quote.usage_estimate.net, places) == answer.usage
    extra = {line.charge: units(line.net, places) for line in quote.lines if line.sku == "commitment"}
    assert extra == answer.extra
    invoices = [(each.date, each.start, each.end, units(each.amount, places)) for each in quote.invoices]
    assert invoices == [(each.date, each.start, each.end, each.amount) for each in answer.invoices]
    metrics = {each.id: units(each.value, places) for each in quote.metrics if METRICS.fullmatch(each.id)}
    assert metrics == {key: value for key, value in answer.metrics.items() if METRICS.fullmatch(key)}


def exact_sum(amounts: Any) -> Decimal:
    with localcontext(EXACT):
        return sum(amounts, ZERO)


def check_laws(both: Both) -> None:
    """What must hold of every quote, whatever the prices."""
    quote = both.quote
    with localcontext(EXACT):
        for line in quote.lines:
            assert line.net == sum((move.amount for move in line.moves), ZERO)
            assert line.list == sum((move.amount for move in line.moves if move.code == "list"), ZERO)
            assert line.net == sum((each.net for each in line.intervals), ZERO)
            assert line.list == sum((each.list for each in line.intervals), ZERO)
            for each in line.intervals:
                assert each.net == sum((move.amount for move in each.moves), ZERO)
            assert line.net >= 0 or line.charge == "drawn"
        committed = [line for line in quote.lines if line.committed and not line.optional]
        assert quote.totals.net == sum((line.net for line in committed), ZERO)
        assert quote.totals.list == sum((line.list for line in committed), ZERO)
        assert quote.totals.discount == quote.totals.list - quote.totals.net
        assert quote.totals.net == sum((move.amount for move in quote.moves), ZERO)
        assert quote.metric("tcv") == quote.totals.net == sum((each.amount for each in quote.invoices), ZERO)
    for row in both.answer.rows:
        floor = row.floor_total
        assert floor is None or row.total >= floor, f"{row.key} is below its floor"
    assert all((quote.metric(name) or ZERO) >= 0 for name in ("acv", "arr_first", "arr_exit", "mrr"))
    ends = [(each.start, each.end) for each in quote.invoices]
    assert ends == sorted(ends)
    assert all(each.amount > 0 for each in quote.invoices)
    text = quote.to_json()
    assert not NEGATIVE_ZERO.search(text)


def run_deals(seed: int, catalogs: int, deals: int, *, huge: bool = False) -> int:
    """Check many deals of many catalogs; return how many were priced. What fails is shown with its seed."""
    rnd, count = Random(seed), 0
    for number in range(catalogs):
        data = a_catalog(rnd, huge=huge)
        catalog = Catalog.validate(data)
        for each in range(deals):
            deal = a_deal(rnd, data, huge=huge)
            try:
                both = ask_both(catalog, data, deal)
                if both is not None:
                    check_agreement(both)
                    check_laws(both)
                    count += 1
            except Exception as problem:
                where = f"seed {seed}, catalog {number}, deal {each}"
                raise AssertionError(f"{where}: {problem}\n{pformat(deal)}\n{pformat(data)}") from problem
    return count
