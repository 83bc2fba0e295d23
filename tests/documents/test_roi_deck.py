"""The deck of a business case: its slides, its titles against the numbers, and what is found where they differ."""

import io
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal as D
from importlib import import_module
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from dealdesk.documents import render
from dealdesk.documents.assets import assets
from dealdesk.documents.check import check_pdf
from dealdesk.documents.claims import broken
from dealdesk.documents.view.roi import roi_view
from dealdesk.value.roi.load import load_case
from dealdesk.value.roi.result import RoiResult

ROOT = Path(__file__).parents[2]
CASE = ROOT / "examples/usage-commitment/roi.toml"
DAY = date(2026, 11, 16)
MONTH = re.compile(r"month (\d+)")


@pytest.fixture(scope="module")
def result() -> RoiResult:
    return load_case(CASE, today=DAY).run(today=DAY, draws=400)


@pytest.fixture(scope="module")
def pdf(result: RoiResult) -> bytes:
    return render(result, "roi-deck")


def view(result: RoiResult, language: str = "en") -> dict[str, Any]:
    return roi_view(result, assets("roi-deck").language(language))


def titles(result: RoiResult) -> dict[str, str]:
    made = view(result)
    return {"cover": made["cover"]["title"]} | {each["name"]: each["title"] for each in made["slides"]}


def faults(result: RoiResult) -> list[str]:
    import json

    data = json.loads(result.to_json())
    return [fault for each in view(result)["claims"] for fault in broken(each, data)]


def test_the_pdf_passes_every_check(result: RoiResult, pdf: bytes) -> None:
    assert check_pdf(pdf, result, "roi-deck") == []


def test_each_slide_is_one_page_of_16_to_9(result: RoiResult, pdf: bytes) -> None:
    slides = view(result)["slides"]
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert len(opened.pages) == 1 + len(slides)
        assert {tuple(map(float, page.mediabox)) for page in opened.pages} == {(0.0, 0.0, 960.0, 540.0)}
    assert [each["name"] for each in slides[:5]] == ["summary", "benefits", "cash", "risk", "basis"]


def test_the_same_case_gives_the_same_bytes(result: RoiResult, pdf: bytes) -> None:
    assert render(RoiResult.from_json(result.to_json()), "roi-deck") == pdf


def test_every_chart_has_its_figures_in_a_table(result: RoiResult) -> None:
    made = view(result)
    cells = {
        cell["text"]
        for slide in made["slides"]
        for area in slide["areas"]
        for block in area["blocks"]
        if block["kind"] == "table"
        for row in block["rows"]
        for cell in row["cells"]
    }
    money = assets("roi-deck").language("en").amounts("USD", 0)
    for period in result.periods:
        assert {money(period.benefits), money(-period.costs), money(period.cumulative)} <= cells
    for month in result.months[1:]:
        assert money(month.cumulative) in cells
    for row in result.tornado:
        assert {money(row.npv_low), money(row.npv_high)} <= cells
    for benefit in result.benefits:
        assert money(benefit.pv) in cells


# ---- titles


def test_no_single_assumption_turns_the_case_only_where_that_is_so(result: RoiResult) -> None:
    assert titles(result)["risk"].startswith("One assumption can turn the case negative: ")
    robust = replace(result, tornado=tuple(replace(each, worst=D(0)) for each in result.tornado))
    assert titles(robust)["risk"] == "No single assumption turns the case negative"
    assert faults(robust) == []
    all_turn = replace(result, tornado=tuple(replace(each, worst=D("-0.01")) for each in result.tornado))
    assert titles(all_turn)["risk"] == "Three of three assumptions can turn the case negative"
    assert faults(all_turn) == []
    below = replace(result, totals=replace(result.totals, npv=D("-1.00")))
    assert "No single assumption" not in titles(below)["risk"]


def months(result: RoiResult, *cumulative: int) -> RoiResult:
    first = result.months[0]
    made = [replace(first, number=number, cumulative=D(value)) for number, value in enumerate(cumulative)]
    return replace(result, months=tuple(made))


def test_the_month_of_payback_is_the_first_that_stays_above_zero(result: RoiResult) -> None:
    assert "month 3 and reaches $20 " in titles(months(result, -10, -5, -1, 0, 20))["cash"]
    # it dips below zero again in month 3, so month 2 is not yet the one
    dips = months(result, -10, -5, 3, -1, 20)
    assert "month 4 and reaches $20 " in titles(dips)["cash"]
    assert faults(dips) == []
    assert titles(months(result, 0, 1, 20))["cash"].startswith("Cash is never below zero and reaches $20 ")
    assert "$5 short" in titles(months(result, -10, -5))["cash"]


def test_the_carriers_of_the_benefit_are_counted(result: RoiResult) -> None:
    def shared(*parts: int) -> RoiResult:
        one = result.benefits[0]
        rows = tuple(replace(one, id=f"b{n}", name=f"Benefit {n}", pv=D(part)) for n, part in enumerate(parts))
        return replace(result, benefits=rows, totals=replace(result.totals, pv_benefits=D(sum(parts))))

    assert titles(shared(60, 27, 13))["benefits"] == "Two drivers carry 87% of the benefit"
    assert titles(shared(91, 9))["benefits"] == "One driver carries 91% of the benefit: benefit 0"
    assert titles(shared(100))["benefits"] == "The whole benefit is benefit 0"
    even = titles(shared(26, 25, 25, 24))["benefits"]
    assert even == "Three drivers carry 76% of the benefit"
    for each in (shared(60, 27, 13), shared(91, 9), shared(40, 30, 30)):
        assert [fault for fault in faults(each) if "benefits" in fault] == []


def test_every_title_holds_for_every_example() -> None:
    for path in sorted((ROOT / "examples").glob("*/roi.toml")):
        found = load_case(path, today=DAY).run(today=DAY, draws=200)
        assert faults(found) == [], path
        assert all(title[0] == title[0].upper() for title in titles(found).values())


def test_a_title_that_the_numbers_do_not_bear_out_is_found(result: RoiResult, pdf: bytes) -> None:
    other = replace(result, totals=replace(result.totals, pv_benefits=result.totals.pv_benefits * 2))
    found = [each for each in check_pdf(pdf, other, "roi-deck") if "title" in each]
    assert any("is no claim that is tested" in each for each in found)
    assert any("is not printed" in each for each in found)


def test_a_claim_that_does_not_hold_is_found(result: RoiResult, pdf: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("dealdesk.documents.view.roi.risk"), "_turning", lambda rows: [])
    found = check_pdf(render(result, "roi-deck"), result, "roi-deck")
    assert any("No single assumption turns the case negative" in each and "does not hold" in each for each in found)


def test_a_number_that_is_not_the_cases_is_found(result: RoiResult, pdf: bytes) -> None:
    one = replace(result.assumptions[0], source="Study of 4,711 sites")
    changed = render(replace(result, assumptions=(one, *result.assumptions[1:])), "roi-deck")
    assert any("4,711" in each for each in check_pdf(changed, result, "roi-deck"))


def test_what_runs_over_its_slide_is_found(result: RoiResult, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("dealdesk.documents.view.roi.basis"), "method", lambda case: ["Method."] * 30)
    found = check_pdf(render(result, "roi-deck"), result, "roi-deck")
    assert any("this page has no title" in each for each in found)


def test_many_long_names_stay_on_their_slides(result: RoiResult) -> None:
    long = "Hours of unplanned downtime avoided in the plants of the northern and the eastern region of the country"
    one = result.assumptions[0]
    names = [replace(one, name=f"{number} {long}", source=long) for number in range(9)]
    many = replace(
        result,
        assumptions=(*names,),
        benefits=tuple(replace(each, name=f"{long} {number}") for number, each in enumerate(result.benefits)),
        tornado=tuple(replace(result.tornado[0], name=each.name) for each in names),
    )
    found = check_pdf(render(many, "roi-deck"), many, "roi-deck")
    assert [each for each in found if "no title" in each or "cut in two" in each or "overlap" in each] == []


# ---- what people write


def test_places_in_the_vendors_files_are_not_shown(result: RoiResult) -> None:
    assert ".toml" in result.to_json()
    text = str({name: each for name, each in view(result).items() if name != "t"})
    assert ".toml" not in text


def test_a_name_of_200_letters_fits(result: RoiResult) -> None:
    name = ("Consolidated Northern Aerospace and Maritime Holdings " * 4)[:200].strip()
    named = replace(result, customer=replace(result.customer, name=name))
    assert check_pdf(render(named, "roi-deck"), named, "roi-deck") == []


@pytest.mark.parametrize(("currency", "places", "language"), [("JPY", 0, "en"), ("CHF", 2, "en-CH")])
def test_other_currencies_and_locales(result: RoiResult, currency: str, places: int, language: str) -> None:
    other = replace(result, currency=currency, places=places, language=language)
    if not places:
        other = _whole(other)
    assert check_pdf(render(other, "roi-deck"), other, "roi-deck") == []


def _whole(result: RoiResult) -> RoiResult:
    """The case with every amount a hundred times as large and without decimals, as yen are."""
    import json

    def walk(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: walk(each) for name, each in value.items()}
        if isinstance(value, list):
            return [walk(each) for each in value]
        if isinstance(value, str) and re.fullmatch(r"-?\d+\.\d\d", value):
            return str(D(value) * 100 // 1)
        return value

    data = json.loads(result.to_json())
    kept = {name: data[name] for name in ("rate", "figures", "assumptions", "irr", "break_evens", "scenarios")}
    simulation = walk(data["simulation"]) | {"positive": data["simulation"]["positive"]}
    for row in data["costs"] + data["benefits"]:
        row["risk"]["percent"] = str(int(D(row["risk"]["percent"])))
    return RoiResult.from_json(json.dumps(walk(data) | kept | {"simulation": simulation}))


def test_a_language_that_is_not_written_is_refused(result: RoiResult) -> None:
    from dealdesk.errors import RenderError

    with pytest.raises(RenderError, match="allowed: de, en,"):
        render(replace(result, language="ja"), "roi-deck")


def test_markdown_and_a_page_say_the_same(result: RoiResult) -> None:
    text = render(result, "roi-deck", "md").decode()
    page = render(result, "roi-deck", "html").decode()
    for title in titles(result).values():
        assert title.replace("$", "") in text.replace("\\", "").replace("$", "")
        assert title.replace("'", "&#39;") in re.sub(r"</?b>", "", page)
    assert "<script" not in page
