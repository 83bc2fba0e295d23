"""The quote as a Quotation of UBL 2.1 (OASIS, ISO/IEC 19845), for purchasing systems: `quote.xml`, beside the JSON.

It is made from the public data alone.  Each committed line carries its list price over the term, each step of the
price is an allowance or a charge of the document, and the monetary total leads from the one to the other, so the sums
of UBL hold: lines - allowances + charges = payable.  Estimates of usage and optional lines have no amount; lines
whose prices are not shown stand below one line that has their sum.  The same data gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape, quoteattr

NAME = "quote.xml"
SPACE = "urn:oasis:names:specification:ubl:schema:xsd:"
ROOT = (
    f'<Quotation xmlns="{SPACE}Quotation-2" xmlns:cac="{SPACE}CommonAggregateComponents-2" '
    f'xmlns:cbc="{SPACE}CommonBasicComponents-2">'
)
ONE = "C62"
"""The unit "one" of UN/ECE Recommendation 20; the name of the unit stands beside it."""

ZERO = Decimal(0)


def quotation(data: Mapping[str, Any]) -> bytes:
    """Return public data (`sealing.extract.public`) as a UBL Quotation in UTF-8."""
    found = ['<?xml version="1.0" encoding="UTF-8"?>', ROOT, *_head(data)]
    for n, each in enumerate(data["moves"], 1):
        found += _step(n, each, data)
    found += _total(data)
    lines = list(_lines(data))
    found += lines or _line("1", data["title"] or data["catalog"]["name"], [], None, [], data)
    return "\n".join([*found, "</Quotation>", ""]).encode()


def _tag(name: str, text: object, **attributes: str) -> str:
    more = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    return f"<cbc:{name}{more}>{escape(str(text))}</cbc:{name}>"


def _in(name: str, *parts: str | Sequence[str]) -> list[str]:
    """Return an aggregate of parts; nothing where it has none."""
    flat = [each for part in parts for each in ([part] if isinstance(part, str) else part)]
    return [f"<cac:{name}>", *(f"  {each}" for each in flat), f"</cac:{name}>"] if flat else []


def _amount(name: str, amount: Decimal | str, data: Mapping[str, Any]) -> str:
    return _tag(name, amount if isinstance(amount, str) else f"{amount:f}", currencyID=data["currency"])


def _head(data: Mapping[str, Any]) -> Iterator[str]:
    name = f"{data['number']}-{data['revision']}" if data["number"] else data["deal_digest"][:16] or "1"
    yield _tag("UBLVersionID", "2.1")
    yield _tag("ID", name)
    yield _tag("CopyIndicator", "false")
    yield _tag("IssueDate", data["issued"])
    for each in (*data["notes"], *(_text(each) for each in data["assumptions"]), _text(data["tax"])):
        if each:
            yield _tag("Note", each)
    for each in data["terms"]:
        yield _tag("Note", f"{each['heading']}: {each['text']}")
    yield _tag("PricingCurrencyCode", data["currency"])
    yield _tag("LineCountNumeric", max(1, len(list(_lined(data)))))
    yield from _in("ValidityPeriod", _tag("StartDate", data["issued"]), _tag("EndDate", data["valid_until"]))
    yield from _in("SellerSupplierParty", _party(data["vendor"]), _contact("SellerContact", data["prepared_by"]))
    contacts = data["customer"]["contacts"]
    contact = _contact("BuyerContact", contacts[0] if contacts else None)
    yield from _in("BuyerCustomerParty", _party(data["customer"]), contact)
    yield from _in(
        "Delivery",
        _in("RequestedDeliveryPeriod", _tag("StartDate", data["start"]), _tag("EndDate", data["end"])),
    )


def _text(said: Any) -> str:
    return str(said["text"]) if isinstance(said, Mapping) else str(said or "")


def _party(party: Mapping[str, Any]) -> list[str]:
    lines = [each for line in party["address"] for each in _in("AddressLine", _tag("Line", line))]
    contact = [_tag("ElectronicMail", party["email"])] if party["email"] else []
    website = [_tag("WebsiteURI", party["website"])] if party["website"] else []
    return _in(
        "Party",
        website,
        _in("PartyName", _tag("Name", party["name"])),
        _in("PostalAddress", lines),
        _in("Contact", contact),
    )


def _contact(name: str, person: Mapping[str, Any] | None) -> list[str]:
    if person is None:
        return []
    tags = (("Name", "name"), ("Telephone", "phone"), ("ElectronicMail", "email"), ("Note", "title"))
    return _in(name, [_tag(tag, person[key]) for tag, key in tags if person[key]])


def _step(n: int, move: Mapping[str, Any], data: Mapping[str, Any]) -> list[str]:
    """Return one step of the price, as an allowance, or as a charge where it raises the price."""
    amount = Decimal(move["amount"])
    percent = move.get("percent")
    return _in(
        "AllowanceCharge",
        _tag("ID", n),
        _tag("ChargeIndicator", "true" if amount > 0 else "false"),
        _tag("AllowanceChargeReason", move.get("title") or "Adjustment"),
        [_tag("MultiplierFactorNumeric", f"{Decimal(percent) / 100:f}")] if percent is not None else [],
        _tag("SequenceNumeric", n),
        _amount("Amount", abs(amount), data),
    )


def _total(data: Mapping[str, Any]) -> list[str]:
    amounts = [Decimal(each["amount"]) for each in data["moves"]]
    off, on = sum((-a for a in amounts if a < 0), ZERO), sum((a for a in amounts if a > 0), ZERO)
    totals = data["totals"]
    return _in(
        "QuotedMonetaryTotal",
        _amount("LineExtensionAmount", totals["list"], data),
        _amount("TaxExclusiveAmount", totals["net"], data),
        [_amount("AllowanceTotalAmount", off, data)] if off else [],
        [_amount("ChargeTotalAmount", on, data)] if on else [],
        _amount("PayableAmount", totals["net"], data),
    )


def _lined(data: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any] | None, Sequence[Mapping[str, Any]]]]:
    """Yield each line by itself, and each group of lines whose prices are not shown."""
    groups: dict[tuple[bool, bool], list[Mapping[str, Any]]] = {}
    for line in data["lines"]:
        if line["price_hidden"] and not line["optional"]:
            groups.setdefault((line["committed"], line["recurring"]), []).append(line)
        else:
            yield None, [line]
    hidden = data["derivation"]["hidden"] if data["derivation"] else []
    sums = {(each["committed"], each["recurring"]): each for each in hidden}
    for key, lines in groups.items():
        yield sums.get(key, {}), lines


def _lines(data: Mapping[str, Any]) -> Iterator[str]:
    for n, (group, lines) in enumerate(_lined(data), 1):
        if group is not None:
            amount = group.get("list") if lines[0]["committed"] else None
            subs = [each for k, line in enumerate(lines, 1) for each in _item("SubLineItem", f"{n}.{k}", line, data)]
            yield from _line(str(n), ", ".join(line["name"] for line in lines), [], amount, subs, data)
            continue
        line = lines[0]
        counts = line["committed"] and not line["optional"]
        note = "" if counts else "optional; in no total" if line["optional"] else "estimate; in no total"
        notes = [_tag("Note", note)] if note else []
        yield from _in(
            "QuotationLine",
            _tag("ID", n),
            notes,
            _quantity(line),
            [_amount("LineExtensionAmount", line["list"], data)] if counts else [],
            _item("LineItem", str(n), line, data),
        )


def _quantity(line: Mapping[str, Any]) -> list[str]:
    return [_tag("Quantity", line["quantity"], unitCode=ONE)]


def _item(name: str, number: str, line: Mapping[str, Any], data: Mapping[str, Any]) -> list[str]:
    """Return a line item: what it is, how much of it, and its list price for one period."""
    shown = not line["price_hidden"]
    prices = {each["list_per_period"] for each in line["intervals"]} if shown else set()
    price = []
    if len(prices) == 1:
        price = _in("Price", _amount("PriceAmount", prices.pop(), data), _tag("PriceType", f"per {line['period']}"))
    title = f"{line['name']}: {line['charge_name']}" if line["charge_name"] else line["name"]
    item = _in(
        "Item",
        [_tag("Description", line["description"])] if line["description"] else [],
        _tag("Name", title),
        [_tag("AdditionalInformation", f"unit: {line['unit']}")] if line["unit"] else [],
        _in("SellersItemIdentification", _tag("ID", f"{line['sku']}/{line['charge']}")),
    )
    inside = [_tag("ID", number), [_tag("Note", line["note"])] if line["note"] else [], _quantity(line), price, item]
    return _in(name, *inside)


def _line(
    number: str, name: str, notes: list[str], amount: str | None, subs: list[str], data: Mapping[str, Any]
) -> list[str]:
    """Return a line of several, or of nothing."""
    money = [_amount("LineExtensionAmount", amount, data)] if amount is not None else []
    return _in(
        "QuotationLine",
        _tag("ID", number),
        notes,
        money,
        _in("LineItem", _tag("ID", number), _in("Item", _tag("Name", name)), subs),
    )
