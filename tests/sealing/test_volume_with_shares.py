"""A volume discount is proved with the size that it was measured by, where a share of lines counts towards it, too."""

from __future__ import annotations

import json
from decimal import Decimal as D

from dealdesk.quoting.price import price
from dealdesk.sealing.extract import extract
from dealdesk.sealing.rederive import derive
from tests.quoting.shop import TODAY, catalog, charge, deal, product


def test_lines_keep_the_size_that_they_were_measured_by() -> None:
    share = charge("percent_of", rate=D("0.2"), of=["things"])
    tiers = [{"from": 1000, "percent": 5}, {"from": 5000, "percent": 10}]
    schedule = {"name": "All", "by": "amount", "mode": "graduated", "scope": "deal", "tiers": tiers}
    at = catalog(
        {
            "seat": product(charge("per_unit", price=D(100))),
            "support": product(share, kind="add_on", family="support", discountable=True),
        },
        {"volume": {"schedules": [schedule]}},
    )
    quote = price(deal({"sku": "seat", "quantity": 70}, "support", months=12), at, today=TODAY)
    # 7,000 by itself: 5 % of 4,000 and 10 % of 2,000
    # support is 20 % of 6,600, 1,320, and measured with the 7,000: 5 % of 4,000 and 10 % of 3,320 is 532, 84.40 of it
    assert [line.net for line in quote.lines] == [D("6600.00"), D("1235.60")]
    assert derive(json.loads(extract(quote))).differences == ()
