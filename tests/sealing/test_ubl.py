"""The XML validates against the schema of UBL 2.1, and its sums hold."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from dealdesk.documents import render
from dealdesk.sealing.extract import public
from dealdesk.sealing.ubl import quotation
from tests.sealing.priced import EXAMPLES, example, random_quotes

SCHEMA = Path(__file__).resolve().parents[1] / "data" / "ubl" / "maindoc" / "UBL-Quotation-2.1.xsd"
SPACES = {
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
}


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(SCHEMA)))


def amounts(root: etree._Element, path: str) -> list[Decimal]:
    return [Decimal(str(each.text)) for each in root.findall(path, SPACES)]


def proved(xml: bytes, schema: etree.XMLSchema) -> etree._Element:
    root = etree.fromstring(xml)
    assert schema.validate(root), schema.error_log.last_error
    total = "cac:QuotedMonetaryTotal/cbc:"
    (lines,), (payable,) = amounts(root, f"{total}LineExtensionAmount"), amounts(root, f"{total}PayableAmount")
    assert sum(amounts(root, "cac:QuotationLine/cbc:LineExtensionAmount")) == lines
    off = sum(amounts(root, f"{total}AllowanceTotalAmount"))
    on = sum(amounts(root, f"{total}ChargeTotalAmount"))
    assert lines - off + on == payable
    signed = [
        Decimal(str(each.findtext("cbc:Amount", namespaces=SPACES)))
        * (1 if each.findtext("cbc:ChargeIndicator", namespaces=SPACES) == "true" else -1)
        for each in root.findall("cac:AllowanceCharge", SPACES)
    ]
    assert lines + sum(signed) == payable
    return root


def test_the_xml_of_every_example_is_valid_and_adds_up(schema: etree.XMLSchema) -> None:
    for name in EXAMPLES:
        quote = example(name)
        root = proved(quotation(public(quote)), schema)
        assert amounts(root, "cac:QuotedMonetaryTotal/cbc:PayableAmount") == [quote.totals.net]


def test_the_xml_of_random_deals_is_valid_and_adds_up(schema: etree.XMLSchema) -> None:
    for quote in random_quotes(range(900, 920), 2):
        proved(quotation(public(quote)), schema)


def test_it_is_a_format_and_the_same_every_time(schema: etree.XMLSchema) -> None:
    made = render(example("northwind"), "quote", "xml")
    assert made == render(example("northwind"), "quote", "xml") == quotation(public(example("northwind")))
    proved(made, schema)


def test_a_name_with_markup_stays_a_name(schema: etree.XMLSchema) -> None:
    data = public(example("single-plugin"))
    data["customer"]["name"] = 'A <b> & "C" ]]>'
    root = proved(quotation(data), schema)
    names = root.findall("cac:BuyerCustomerParty/cac:Party/cac:PartyName/cbc:Name", SPACES)
    assert [each.text for each in names] == ['A <b> & "C" ]]>']
