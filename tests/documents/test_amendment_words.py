"""An amendment speaks of the change of a contract; a whole contract, of its value."""

from __future__ import annotations

import pytest

from dealdesk.documents.assets import assets
from dealdesk.documents.view.writer import OF_CHANGES, Writer
from dealdesk.quoting.deal import Amends
from dealdesk.quoting.price import price
from tests.quoting.shop import START, TODAY, catalog, charge, deal, product

AT = catalog({"seat": product(charge("per_unit", price=120))})


@pytest.mark.parametrize("code", ["en", "de", "fr", "es", "ja"])
def test_its_figures_are_named_after_the_change(code: str) -> None:
    amends = Amends.validate({"contract": "C-1", "from": START})
    change = deal({"sku": "seat", "quantity": 60, "was": 40}, months=24).but(amends=amends)
    contract = deal({"sku": "seat", "quantity": 60}, months=24)
    language = assets("quote").language(code)
    of_change, whole = (Writer(price(each, AT, today=TODAY), language) for each in (change, contract))
    assert of_change.say("figures.tcv") == of_change.say("schedule.total") == language.text("change.tcv")
    assert whole.say("figures.tcv") == language.text("figures.tcv")
    values = {"total": "1 %"}
    for key, name in OF_CHANGES.items():
        assert of_change.say(key, **values) == language.say(f"change.{name}", **values) != whole.say(key, **values)
