"""The engine agrees with the oracle on every move of thousands of deals, and every quote keeps the laws of pricing."""

import os

import pytest
from hypothesis import HealthCheck, given, settings

from dealdesk.catalog.models import Catalog
from tests.quoting.agreement import ask_both, check_agreement, check_laws, run_deals
from tests.strategies import Data, deals

SEEDS = range(10)
CATALOGS, DEALS = 50, 20
"""Per seed: 10 × 50 × 20 = 10,000 deals."""

LIGHT = "DEALDESK_LIGHT" in os.environ
"""Set when faults are planted: a fault has to be seen by a tenth of the deals."""


@pytest.mark.parametrize("seed", [pytest.param(each, id=f"seed-{each}") for each in SEEDS])
def test_the_engine_agrees_with_the_oracle_on_every_move(seed: int) -> None:
    catalogs = CATALOGS // 2 if LIGHT else CATALOGS
    # Well over half of the deals can be priced; the others are refused by both.
    assert run_deals(seed, catalogs, DEALS) > catalogs * DEALS * 0.6


@pytest.mark.parametrize("seed", [pytest.param(each, id=f"seed-{each}") for each in (100, 101)])
def test_quantities_and_prices_of_24_digits_are_priced_to_the_last_unit(seed: int) -> None:
    assert run_deals(seed, 25, 10, huge=True) > 100


@given(deals())
@settings(max_examples=25 if LIGHT else 150, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_deal_is_found_on_which_they_differ(drawn: tuple[Data, Data]) -> None:
    data, deal = drawn
    both = ask_both(Catalog.validate(data), data, deal)
    if both is not None:
        check_agreement(both)
        check_laws(both)
