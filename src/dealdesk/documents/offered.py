"""Reading what a catalog offers: from the catalog, or from a deal, whose customer and products then count."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from dealdesk.catalog.models import Catalog
from dealdesk.catalog.playbook import Control, Position
from dealdesk.documents.offering import Known, Offer, Offering, Reader, Reply, Requirement, Rival, Stage
from dealdesk.errors import CatalogError, Mistake, did_you_mean, printable
from dealdesk.quoting.quote import ENGINE, Version

_NAMES_A_CATALOG = re.compile(r"^\s*catalog\s*=", re.MULTILINE)
LOOKED_AT = 1 << 20
"""Bytes of a file within which it names its catalog if it is a deal: the most that a deal has."""


def read_offering(path: Path, *, today: date, **options: str) -> Offering:
    """Return what a catalog offers.

    Args:
        path: A catalog, by folder, file or name; or a deal.
        today: The day that the document is of, unless the deal states one.
        options: What the document is for: `role`, `segment`, `about`, each by id or name.

    Raises:
        InputError: The catalog or the deal cannot be read; or the catalog has no such role, segment or competitor.
    """
    from dealdesk.catalog.load import file_in, load_catalog, shown

    file = file_in(path, "deal.toml")
    if not is_deal(file):
        return offering(load_catalog(path), shown(path), today, options)
    from dealdesk.quoting.load import catalog_of, load_deal
    from dealdesk.quoting.price import price

    deal = load_deal(file)
    catalog = catalog_of(deal, file)
    return offering(catalog, str(deal.catalog), today, options, price(deal, catalog, today=today))


def watched(path: Path) -> list[Path]:
    """Return the files and folders that it is read from: the catalog; of a deal, the deal and its catalog."""
    from dealdesk.catalog.load import file_in, find_catalog
    from dealdesk.errors import DealdeskError
    from dealdesk.quoting.load import load_deal

    file = file_in(path, "deal.toml")
    try:
        if is_deal(file):
            return [file, find_catalog(load_deal(file).catalog, near=file)]
        return [find_catalog(str(path))]
    except DealdeskError:  # told when the document is made
        return [file]


def is_deal(file: Path) -> bool:
    """Whether a file is a deal, which names its catalog, and not a catalog."""
    try:
        with file.open("rb") as stream:
            return bool(_NAMES_A_CATALOG.search(stream.read(LOOKED_AT).decode("utf-8", "replace")))
    except OSError:  # whoever reads it says what is wrong
        return False


def offering(
    catalog: Catalog, home: str, day: date, options: Mapping[str, str] | None = None, quote: Any = None
) -> Offering:
    """Return what a catalog offers, on a day; for the deal of a quote where there is one."""
    from dealdesk.quoting import paper

    header, playbook = catalog.catalog, catalog.playbook
    bought = {each.sku for each in quote.lines if not each.optional} if quote is not None else None
    version = Version(
        header.id, header.name, header.version, catalog.digest, ENGINE, header.rounding, header.proration,
        header.valid_from,
    )  # fmt: skip
    made = Offering(
        catalog=quote.catalog if quote is not None else version,
        vendor=paper.vendor(catalog),
        day=quote.issued if quote is not None else day,
        currency=header.currency,
        places=catalog.places,
        accent=header.brand.accent,
        logo=catalog.logo,
        home=home,
        tagline=header.brand.tagline,
        statement=playbook.statement,
        differentiators=playbook.differentiators,
        products=tuple(_offer(catalog, sku, day, bought) for sku in catalog.products),
        roles=tuple(_role(catalog, each) for each in playbook.roles),
        segments=tuple(_segment(catalog, each) for each in catalog.segments),
        rivals=tuple(_rival(catalog, each) for each in playbook.positioning),
        requirements=tuple(_requirement(catalog, each, bought) for each in playbook.controls),
        stages=_stages(catalog),
        customer=quote.customer if quote is not None else None,
        number=quote.number if quote is not None else None,
    )
    return _asked(made, options or {})


def _asked(made: Offering, options: Mapping[str, str]) -> Offering:
    """Return the offering with what is asked of it by id; CatalogError where the catalog does not have that."""
    from dataclasses import replace

    known: dict[str, dict[str, str]] = {
        "role": {each.id: each.name for each in made.roles},
        "segment": {each.id: each.name for each in made.segments},
        "about": {each.against: each.against for each in made.rivals},
    }
    tables = {"role": "[playbook.roles.<id>]", "segment": "[segments.<id>]", "about": "[[playbook.positioning]]"}
    found: dict[str, str] = {}
    for name, wanted in options.items():
        names = known[name]
        of = {key.casefold(): each for each, title in names.items() for key in (each, title)}
        if wanted.casefold() not in of:
            what = "competitor" if name == "about" else name
            message = f"the catalog {made.catalog.id} has no {what} {printable(wanted[:60])}"
            guess = did_you_mean(wanted, [*names, *names.values()])
            hint = f"did you mean {guess}?" if guess else f"add a table {tables[name]} to {made.home}"
            raise CatalogError(Mistake(message, None, None, ", ".join(names) or "it has none", hint, f"no-{what}"))
        found[name] = of[wanted.casefold()]
    return replace(made, options=found)


def _offer(catalog: Catalog, sku: str, day: date, bought: Collection[str] | None) -> Offer:
    product = catalog.products[sku]
    price, once = _least_price(catalog, sku, day)
    return Offer(
        sku, product.name, product.description, product.includes, product.support, price, once, sku in (bought or ())
    )


def _least_price(catalog: Catalog, sku: str, day: date) -> tuple[Decimal | None, bool]:
    """Return the list price of the least that is sold of a product, of a year or once, as the engine prices it."""
    from dealdesk.errors import InputError
    from dealdesk.quoting.deal import Deal
    from dealdesk.quoting.price import price

    product = catalog.products[sku]
    fixed = [each for each in product.charges if not each.usage]
    if not fixed or any(getattr(each, "on_request", False) for each in fixed):
        return None, False
    line: dict[str, Any] = {"sku": sku, "quantity": product.quantity.least if product.quantity else Decimal(1)}
    for charge in fixed:
        if charge.model == "range":
            of = charge.from_
            line["price"] = of[catalog.catalog.currency] if isinstance(of, Mapping) else of
    others = [*product.requires, *(product.available_for or ())[:1]]
    data = {
        "catalog": catalog.catalog.id,
        "issued": day,
        "start": day,
        "months": 12,
        "customer": {"name": "Customer"},
        "lines": [*({"sku": each} for each in others), line],
    }
    try:
        lines = price(Deal.validate(data), catalog, today=day).lines
    except (InputError, ValueError):  # it cannot be sold like that
        return None, False
    own = [each for each in lines if each.sku == sku and each.committed]
    raised = sum((move.amount for each in own for move in each.moves if move.code == "minimum"), Decimal(0))
    return sum((each.list for each in own), raised), not any(each.recurring for each in own)


def _role(catalog: Catalog, role_id: str) -> Reader:
    role = catalog.playbook.roles[role_id]
    return Reader(
        role_id, "role", role.name, role.pain, role.value, (), role.proof, role.includes, role.products,
        role.next_step, catalog.at("playbook", "roles", role_id),
    )  # fmt: skip


def _segment(catalog: Catalog, segment_id: str) -> Reader:
    each = catalog.segments[segment_id]
    skus = tuple(sku for sku in each.offers if sku in catalog.products)
    value = each.value or each.need
    return Reader(
        segment_id, "segment", each.name, each.pain, value, each.attributes, each.proof, _features(catalog, skus), skus,
        each.next_step, catalog.at("segments", segment_id),
    )  # fmt: skip


def _stages(catalog: Catalog) -> tuple[Stage, ...]:
    """Return the steps of the pilot; of the implementation where the catalog has no pilot."""
    pilot = tuple(Stage(each.activity, each.criterion) for each in catalog.playbook.pilot)
    return pilot or tuple(Stage(each.name, each.weeks) for each in catalog.phases)


def _features(catalog: Catalog, skus: Iterable[str]) -> tuple[str, ...]:
    """Return what comes with some products: what is printed with them, each once."""
    return tuple(dict.fromkeys(each for sku in skus for each in catalog.products[sku].includes))


def _rival(catalog: Catalog, position: Position) -> Rival:
    replies = [each for each in catalog.playbook.objections if not each.against or position.against in each.against]
    replies.sort(key=lambda each: not each.against)  # its own first
    return Rival(
        against=position.against,
        topic=position.topic,
        they=position.they,
        we=position.we,
        fair=position.fair,
        win=position.win,
        lose=position.lose,
        ask=position.ask,
        price=position.price,
        owner=position.owner,
        checked=position.checked,
        facts=tuple(Known(each.text, each.source, each.checked, each.until) for each in position.facts),
        replies=tuple(Reply(each.objection, each.answer, each.proof, bool(each.against)) for each in replies),
    )


def _requirement(catalog: Catalog, control: Control, bought: Collection[str] | None) -> Requirement:
    has: bool | None = None
    if control.feature is not None and bought is not None:
        has = not control.products or bool(set(control.products) & set(bought))
    return Requirement(
        control.feature, control.requirement, control.soc2, control.gdpr, control.evidence, control.owner, control.gap,
        tuple(catalog.products[sku].name for sku in control.products), has,
    )  # fmt: skip
