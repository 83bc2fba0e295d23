"""What customers of the same industry often add."""

from __future__ import annotations

from collections.abc import Iterator

from dealdesk.advise.advice import Advice, Desk, lines_for, total_of


def find(desk: Desk) -> Iterator[Advice]:
    """Yield the common additions of the customer's industry, or of the industries whose core product the deal has."""
    said = (desk.deal.customer.industry or "").casefold()
    for name, industry in desk.catalog.industries.items():
        if said not in (name.casefold(), industry.name.casefold()) and (said or industry.core not in desk.skus):
            continue
        for sku in (industry.core, *industry.add_ons):
            if sku in desk.skus or sku not in desk.catalog.products:
                continue
            quote = desk.adding([sku])
            if quote is None:
                continue
            extra = total_of(quote) - desk.total
            than_now = f"{desk.money(abs(extra))} {'less' if extra < 0 else 'more'}"
            yield Advice(
                "common-add-on",
                f"{industry.name} customers often have {desk.catalog.products[sku].name}: with it, {than_now}",
                lines_for([sku]),
                total_of(quote),
                -extra,
                desk.catalog.at("industries", name),
            )
