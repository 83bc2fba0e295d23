"""The quote that an extract shows: what its paper was made from, without all that is the vendor's own.

A document shows nothing of a quote that is not in its public data, so the document of a restored quote is the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from dealdesk.pricing.price_list import PriceList, Rung
from dealdesk.quoting.quote import Option, Quote, Version
from dealdesk.quoting.quote.figures import Invoice, Metric, Totals, Usage
from dealdesk.quoting.quote.line import Interval, Move, QuoteLine, UsageRate
from dealdesk.quoting.quote.printed import BundleNote, Order, Party, Person, Phase, Said, Term, UseLimit
from dealdesk.sealing.disclosed import ADJUSTMENT
from dealdesk.sealing.extract import DATA, extract

D = Decimal


def on_paper(quote: Quote) -> Quote:
    """Return what the paper of a quote is made from: the quote, or what its public data tells where they differ."""
    if quote.workings is None or not (quote.folded or any(line.hide_price for line in _all_lines(quote))):
        return quote
    data = extract(quote)
    made = restored(json.loads(data))
    return replace(made, extra={**quote.extra, DATA: data.decode()})


def _all_lines(quote: Quote) -> Iterator[QuoteLine]:
    yield from quote.lines
    for option in quote.options:
        yield from option.quote.lines


def restored_from(content: bytes) -> Quote:
    """Return the quote that the bytes of an extract show, and keep; ValueError when they are not one."""
    try:
        made = restored(json.loads(content))
        return replace(made, extra={**made.extra, DATA: content.decode()})
    except (KeyError, TypeError, ArithmeticError, AttributeError, RecursionError) as failure:
        raise ValueError(f"the data is not that of a quote: {failure}") from failure


def restored(data: Mapping[str, Any]) -> Quote:
    """Return the quote that an extract shows.

    Raises:
        KeyError, TypeError, ValueError, ArithmeticError, AttributeError: The data is not an extract.
    """
    options = tuple(
        Option(each["name"], each["recommended"], each["note"], _quote({**data, **each, **each["priced"]}, ()))
        for each in data["options"]
    )
    return _quote(data, options)


def _quote(data: Mapping[str, Any], options: tuple[Option, ...]) -> Quote:
    catalog = dict(data["catalog"])
    catalog["valid_from"] = _day(catalog["valid_from"])
    order, bundle = dict(data["order"]), data["bundle"]
    return Quote(
        number=data["number"],
        revision=data["revision"],
        title=data["title"],
        catalog=Version(**catalog),
        vendor=_party(data["vendor"]),
        customer=_party(data["customer"]),
        prepared_by=_person(data["prepared_by"]),
        partner=data["partner"],
        currency=data["currency"],
        places=data["places"],
        issued=date.fromisoformat(data["issued"]),
        valid_until=date.fromisoformat(data["valid_until"]),
        start=date.fromisoformat(data["start"]),
        end=date.fromisoformat(data["end"]),
        months=data["months"],
        days=data["days"],
        term=data["term"],
        billing=data["billing"],
        lines=tuple(_lines(data)),
        totals=Totals(**_amounts(data["totals"])),
        usage_estimate=Usage(**_amounts(data["usage_estimate"])),
        moves=tuple(_moves(data)),
        metrics=tuple(
            Metric(name, "", D(value) if value is not None else None, "money", "")
            for name, value in data["metrics"].items()
        ),
        invoices=tuple(
            Invoice(
                number=each["number"],
                date=date.fromisoformat(each["date"]),
                start=date.fromisoformat(each["start"]),
                end=date.fromisoformat(each["end"]),
                due=date.fromisoformat(each["due"]),
                amount=D(each["amount"]),
            )
            for each in data["invoices"]
        ),
        findings=(),
        bundle=BundleNote(
            bundle["name"],
            D(bundle["percent"]),
            bundle["products"],
            tuple(bundle["includes"]),
            bundle["support"],
            tuple(bundle["sets"]),
        )
        if bundle
        else None,
        terms=tuple(Term(each["id"], each["heading"], each["text"], _said(each["said"])) for each in data["terms"]),
        phases=tuple(Phase(each["name"], each["weeks"], tuple(each["activities"])) for each in data["phases"]),
        tax=_said(data["tax"]),
        assumptions=tuple(_said(each) for each in data["assumptions"]),
        notes=tuple(data["notes"]),
        options=options,
        accent=data["accent"],
        logo=data["logo"],
        deal_digest=data["deal_digest"],
        usage_rates=tuple(
            UsageRate(**(each | {"price_list": _price_list(each["price_list"])})) for each in data["usage_rates"]
        ),
        use_limits=tuple(UseLimit(**(each | {"most": D(each["most"])})) for each in data["use_limits"]),
        order=Order(**(order | {"bill_to": tuple(order["bill_to"]), "effective": _day(order["effective"])})),
        signing=data["signing"],
        extra={str(name): str(value) for name, value in data["control"].items()},
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text is not None else None


def _amounts(data: Mapping[str, str]) -> dict[str, Decimal]:
    return {name: D(value) for name, value in data.items()}


def _said(data: Any) -> Any:
    return Said(**data) if isinstance(data, Mapping) else data


def _person(data: Mapping[str, Any] | None) -> Person | None:
    return Person(**data) if data is not None else None


def _party(data: Mapping[str, Any]) -> Party:
    contacts = tuple(Person(**each) for each in data["contacts"])
    return Party(**{**data, "address": tuple(data["address"]), "contacts": contacts})


def _moves(data: Mapping[str, Any]) -> list[Move]:
    first = Move("list", "List price", D(data["totals"]["list"]), "", "")
    found = [first] if data["moves"] or D(data["totals"]["list"]) else []
    for each in data["moves"]:
        code = "floor" if each["step"] == ADJUSTMENT else each["step"]
        percent = D(each["percent"]) if "percent" in each else None
        found.append(Move(code, each.get("title", ""), D(each["amount"]), "", "", percent))
    return found


def _lines(data: Mapping[str, Any]) -> list[QuoteLine]:
    """Return the lines; what those without prices come to together stands at the first of their group."""
    groups: dict[Any, Any] = {}
    if data["derivation"] is not None:
        groups = {(each["committed"], each["recurring"]): each for each in data["derivation"]["hidden"]}
    return [_line(each, groups) for each in data["lines"]]


def _line(data: Mapping[str, Any], groups: dict[Any, Any]) -> QuoteLine:
    found = {name: value for name, value in data.items() if name != "price_hidden"}
    hidden, intervals = data["price_hidden"], data["intervals"]
    if hidden:
        group = groups.pop((data["committed"], data["recurring"]), None) if not data["optional"] else None
        prices = {"list": group["list"], "net": group["net"]} if group else {"list": "0", "net": "0"}
        found |= prices | {"price_list": None}
        if group and group["interval"]:
            intervals = [{**intervals[0], **group["interval"]}]
    found |= {
        "family": "",
        "quantity": D(data["quantity"]),
        "list": D(found["list"]),
        "net": D(found["net"]),
        "cost": None,
        "moves": (),
        "intervals": tuple(_interval(each) for each in intervals),
        "at": "",
        "hide_price": hidden,
        "price_list": _price_list(found["price_list"]),
    }
    return QuoteLine(**found)


def _interval(data: Mapping[str, Any]) -> Interval:
    amounts = {name: D(data.get(name, "0")) for name in ("list_per_period", "net_per_period", "list", "net")}
    start, end = date.fromisoformat(data["start"]), date.fromisoformat(data["end"])
    return Interval(start=start, end=end, quantity=D(data["quantity"]), periods=data["periods"], moves=(), **amounts)


def _price_list(data: Mapping[str, Any] | None) -> PriceList | None:
    if data is None:
        return None
    rungs = tuple(_rung(each) for each in data["rungs"])
    bounds = (D(data[name]) if data[name] is not None else None for name in ("minimum", "maximum"))
    return PriceList(rungs, *bounds)


def _rung(data: Mapping[str, Any]) -> Rung:
    up_to, least, most = (D(data[name]) if data[name] is not None else None for name in ("up_to", "least", "most"))
    above, rate, flat, size = (D(data[name]) for name in ("above", "rate", "flat", "size"))
    return Rung(above, up_to, data["end_in"], rate, flat, size, least, most)
