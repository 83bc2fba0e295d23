"""The engine agrees with the oracle on every move of thousands of deals, and every quote keeps the laws of pricing."""

import os
from collections import Counter
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings

from dealdesk.catalog.models import Catalog
from dealdesk.pricing.steps import WATERFALL
from tests.quoting.agreement import ask_both, check_agreement, check_laws, run_deals
from tests.strategies import CONVENTIONS, CURRENCIES, MODELS, Data, a_catalog, a_deal, deals
from tests.volume import DEEP

SEEDS = range(4 * DEEP)
CATALOGS, DEALS = 25, 20
"""Of 4 seeds: 4 × 25 × 20 = 2,000 deals."""

LIGHT = "DEALDESK_LIGHT" in os.environ
"""Set when faults are planted: a fault has to be seen by a tenth of the deals."""


@pytest.mark.parametrize("seed", [pytest.param(each, id=f"seed-{each}") for each in SEEDS])
def test_the_engine_agrees_with_the_oracle_on_every_move(seed: int) -> None:
    # Well over half of the deals can be priced; the others are refused by both.
    assert run_deals(seed, CATALOGS, DEALS) > CATALOGS * DEALS * 0.6


@pytest.mark.parametrize("seed", [pytest.param(each, id=f"seed-{each}") for each in (100, 101)])
def test_quantities_and_prices_of_24_digits_are_priced_to_the_last_unit(seed: int) -> None:
    assert run_deals(seed, 25, 10, huge=True) > 100


def test_the_strategies_reach_every_model_step_and_convention() -> None:
    rnd, seen = Random(5), Counter[str]()
    for _ in range(80):
        data = a_catalog(rnd)
        catalog = Catalog.validate(data)
        for _ in range(10):
            both = ask_both(catalog, data, a_deal(rnd, data))
            if both is not None:
                lines = both.quote.lines
                seen.update({line.model for line in lines} | {move.code for line in lines for move in line.moves})
                seen.update({both.quote.catalog.proration, both.quote.catalog.rounding, both.quote.currency})
                seen.update({line.charge for line in lines if line.sku == "commitment"})
    steps = {step.code for step in WATERFALL} | {"list", "usage", "true-up", "drawn"}
    wanted = {*MODELS, *steps, *CONVENTIONS, *CURRENCIES, "half_up", "half_even"}
    assert {name for name in wanted if seen[name] < 5} == set()


@given(deals())
@settings(max_examples=25 if LIGHT else 100 * DEEP, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_deal_is_found_on_which_they_differ(drawn: tuple[Data, Data]) -> None:
    data, deal = drawn
    both = ask_both(Catalog.validate(data), data, deal)
    if both is not None:
        check_agreement(both)
        check_laws(both)
