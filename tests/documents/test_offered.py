"""Documents of a catalog: checklist, battle cards, one-pagers; what they show, and what they ask of a catalog."""

import io
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from dealdesk.catalog.load import load_catalog
from dealdesk.documents import kind_named, render
from dealdesk.documents.assets import assets
from dealdesk.documents.check import check_pdf
from dealdesk.documents.offered import offering, read_offering, watched
from dealdesk.documents.offering import Offering
from dealdesk.documents.view.checklist import CUSTOMERS_OWN, SOC2
from dealdesk.documents.view.offered import codes
from dealdesk.errors import CatalogError, RenderError

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 21)
CATALOGS = ("ai-control-plane", "sippar", "stellar-logic")
KINDS = ("checklist", "battle-card", "one-pager")


def made(name: str, **options: str) -> Offering:
    return read_offering(ROOT / "catalogs" / name, today=TODAY, **options)


def view(source: Offering, kind: str) -> Any:
    which = kind_named(kind)
    return which.view(source, assets(which.folder, parts=which.parts).language(which.language(source)))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", CATALOGS)
def test_every_document_of_every_catalog_passes_the_checks(name: str, kind: str) -> None:
    source = made(name)
    assert Offering.from_json(source.to_json()) == source
    assert check_pdf(render(source, kind), source, kind) == []


@pytest.mark.parametrize("kind", KINDS)
def test_long_names_and_markup_stay_text(kind: str) -> None:
    source = made("ai-control-plane", **({"about": "Prompt tools"} if kind == "battle-card" else {}))
    long = "W" * 60 + " <b>&amp;</b> *bold* [link](http://x) {{ t }}"
    rivals = tuple(replace(each, we=long, price=long) for each in source.rivals)
    rows = tuple(replace(each, requirement=long, evidence=long) for each in source.requirements[:3])
    readers = tuple(replace(each, value=long) for each in source.roles[:1])
    source = replace(source, rivals=rivals, requirements=rows, roles=readers, segments=())
    assert check_pdf(render(source, kind, page="a4"), source, kind) == []
    page = render(source, kind, "html").decode()
    assert "<b>&amp;amp;</b>" not in page
    assert "&lt;b&gt;&amp;amp;&lt;/b&gt;" in page
    assert "<b>" not in render(source, kind, "md").decode()


# ---- the checklist


def test_every_catalog_lists_what_no_feature_can_do_as_the_customers_own_work() -> None:
    for name in CATALOGS:
        source = made(name)
        own = {code for each in source.requirements if each.feature is None for code in each.gdpr}
        assert set(CUSTOMERS_OWN) <= own
        assert {code.partition(".")[0] for each in source.requirements for code in each.soc2} <= set(SOC2)
        assert all(each.owner and each.evidence for each in source.requirements)


def test_an_article_that_no_row_names_is_told() -> None:
    source = made("sippar")
    rows = tuple(each for each in source.requirements if "35" not in each.gdpr)
    told = " ".join(view(replace(source, requirements=rows), "checklist")["scope"])
    assert "Art. 35" in told
    assert "Art." not in " ".join(view(source, "checklist")["scope"])


def test_a_deal_has_the_rows_of_what_it_buys() -> None:
    # Platform Professional alone: uptime and reporting are there, what Foundation and Business bring is not.
    catalog = load_catalog(ROOT / "catalogs" / "sippar")
    quote = read_offering(ROOT / "examples" / "northwind" / "deal.toml", today=TODAY)
    assert quote.customer is not None
    assert all(each.bought for each in quote.requirements if each.feature)
    source = offering(catalog, "sippar", TODAY)
    rows = tuple(
        replace(each, bought="Platform Professional" in each.products) for each in source.requirements if each.feature
    )
    shown = view(replace(source, requirements=rows, customer=quote.customer), "checklist")
    assert {each["feature"] for each in shown["features"]} == {
        "SLA guarantees (99.9% uptime)",
        "Advanced analytics and reporting",
    }
    assert len(shown["absent"]) == 6


def test_codes_in_a_row_are_a_range() -> None:
    assert codes(["6", "15", "16", "17", "30"]) == "6, 15–17, 30"
    assert codes(["33", "34"]) == "33, 34"
    assert codes(["CC6.1", "CC6.2", "CC6.3"]) == "CC6.1, CC6.2, CC6.3"


def test_the_workbook_has_drop_down_lists_filters_and_protected_labels() -> None:
    source = made("ai-control-plane")
    evil = "=cmd|' /C calc'!A0"
    first = replace(source.requirements[0], requirement=evil, owner=evil)
    source = replace(source, requirements=(first, *source.requirements[1:]))
    book = load_workbook(io.BytesIO(render(source, "checklist", "xlsx")))
    sheet = book.worksheets[0]
    lists = [each for each in sheet.data_validations.dataValidation if each.type == "list"]
    assert any("Evidence ready" in each.formula1 for each in lists)
    rows = [row for row in sheet.iter_rows(min_row=7) if row[1].value]
    assert len(rows) == len(source.requirements)
    assert sheet.auto_filter.ref is not None
    assert sheet.protection.sheet
    assert all(cell.protection.locked for row in rows for cell in row[:7])
    assert not any(cell.protection.locked for row in rows for cell in row[7:11])
    assert [cell.data_type for row in rows for cell in row if cell.value == evil] == ["s", "s"]


# ---- battle cards


def test_a_fact_is_struck_through_after_its_last_day() -> None:
    fact = "Most are licensed per seat"  # until 10 October 2026
    source = made("ai-control-plane", about="prompt tools")
    assert f"<s>{fact}</s>" in render(source, "battle-card", "html").decode()
    on_time = render(replace(source, day=date(2026, 10, 10)), "battle-card", "html").decode()
    assert f"<s>{fact}</s>" not in on_time
    assert fact in on_time


def test_a_card_has_its_own_objections_first_and_five_at_most() -> None:
    source = made("ai-control-plane", about="Observability-only tools")
    (card,) = view(source, "battle-card")["cards"]
    said = [each["objection"] for each in card["replies"]]
    assert said[0] == "We see everything already"
    assert 4 <= len(said) <= 5
    assert "Our prompt tool has logs, too" not in said


def test_battle_cards_say_that_they_are_internal() -> None:
    assert kind_named("battle-card").internal
    page = render(made("sippar", about="Bridges"), "battle-card", "md").decode()
    assert page.count("Internal only") >= 2


def test_a_card_that_would_keep_something_back_is_refused() -> None:
    source = made("sippar", about="Bridges")
    rivals = tuple(replace(each, lose=(), owner=None) for each in source.rivals)
    with pytest.raises(RenderError, match=r"Bridges needs more: add lose, owner to .*positioning.* in .*sippar"):
        render(replace(source, rivals=rivals), "battle-card", "md")


# ---- one-pagers


def test_a_page_for_a_role_has_prices_of_the_engine() -> None:
    # Team 24,000 and Enterprise 60,000 a year; premium support is 15 % of 60,000, at least 12,000.
    source = made("ai-control-plane", role="sre")
    prices = {each.sku: each.price for each in source.products}
    assert (prices["team"], prices["enterprise"], prices["premium-support"]) == (D(24000), D(60000), D(12000))
    text = render(source, "one-pager", "md").decode()
    assert "$12,000 a year" in text
    assert text.count("\n# ") + text.startswith("# ") == 1


def test_a_page_for_a_role_at_a_sort_of_customer_is_one_page() -> None:
    source = made("ai-control-plane", role="CISO", segment="regulated")
    (page,) = view(source, "one-pager")["pages"]
    assert page["eyebrow"] == "CISO · Regulated (Fin/Health/Insurance)"


def test_a_page_for_a_deal_has_what_is_bought_and_no_list_prices() -> None:
    source = read_offering(ROOT / "examples" / "northwind", today=TODAY, role="ciso")
    (page,) = view(source, "one-pager")["pages"]
    assert [each["name"] for each in page["products"]] == ["Cybersecurity"]
    assert "$" not in json.dumps(page)


def test_what_the_catalog_does_not_have_is_told_with_what_it_has() -> None:
    with pytest.raises(CatalogError, match="no role cto2") as caught:
        made("ai-control-plane", role="cto2")
    (mistake,) = caught.value.mistakes
    assert mistake.allowed == "cto, ciso, head-of-product, finops, sre"
    assert mistake.hint == "did you mean cto?"


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("checklist", r"no readiness checklist: add tables \[\[playbook.controls\]\] to .*bare"),
        ("battle-card", r"no competitors: add tables \[\[playbook.positioning\]\] to .*bare"),
        ("one-pager", r"no readers: add tables \[playbook.roles.<id>\].* to .*bare"),
    ],
)
def test_a_catalog_without_a_playbook_is_told_what_to_add(tmp_path: Path, kind: str, words: str) -> None:
    file = tmp_path / "bare.toml"
    file.write_text(
        '[catalog]\nid = "bare"\nname = "Bare"\nversion = "1"\ncurrency = "USD"\n'
        '[products.a]\nname = "A"\nkind = "plugin"\nfamily = "f"\n'
        'charges = [{ id = "c", period = "year", model = "flat", price = 1 }]\n'
    )
    with pytest.raises(RenderError, match=words):
        render(read_offering(file, today=TODAY), kind, "md")


def test_a_preview_follows_the_catalog_or_the_deal_and_its_catalog() -> None:
    folder, deal = ROOT / "catalogs" / "sippar", ROOT / "examples" / "northwind" / "deal.toml"
    assert watched(folder) == [folder]
    assert [each.name for each in watched(deal)] == ["deal.toml", "stellar-logic"]
    assert [each.name for each in watched(Path("sippar"))] == ["sippar"]
    assert watched(Path("nowhere")) == [Path("nowhere")]
