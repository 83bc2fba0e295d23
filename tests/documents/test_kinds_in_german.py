"""Documents beside the quote in German: every text, the sentences that a case says of itself, and the checks."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from dealdesk.documents import render
from dealdesk.documents.assets import assets, packaged_templates
from dealdesk.documents.check import check_pdf
from dealdesk.documents.check.numbers import reader
from dealdesk.documents.check.stated import Reads
from dealdesk.documents.sources import source_named
from dealdesk.documents.strings import strings
from dealdesk.documents.view.roi import roi_view
from dealdesk.errors import RenderError
from dealdesk.quoting.quote.printed import Said
from dealdesk.value.roi.result import RoiResult
from tests.documents.test_languages import leaves, names

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 21)
TRANSLATED = sorted(path.parent.parent.name for path in packaged_templates().glob("*/texts/de.toml"))
OF_THE_CASE = ("said", "called", "figure", "definition", "formula")
"""Tables of what a case says itself: English has none."""
CASES = ("northwind", "usage-commitment", "payment-fees")


def texts(folder: str, code: str) -> dict[str, Any]:
    return tomllib.loads((packaged_templates() / folder / "texts" / f"{code}.toml").read_text("utf-8"))


@cache
def case(name: str) -> RoiResult:
    found: RoiResult = source_named("roi").read(ROOT / "examples" / name / "roi.toml", today=TODAY)
    return found


@pytest.mark.parametrize("folder", TRANSLATED)
def test_a_kind_has_the_texts_of_english(folder: str) -> None:
    english, german = (
        {key: text for key, text in leaves(texts(folder, code)) if key.partition(".")[0] not in OF_THE_CASE}
        for code in ("en", "de")
    )
    assert list(german) == list(english)
    for key, text in german.items():
        assert names(text) == names(english[key]), key
        assert bool(text) == bool(english[key]), key


def test_whatever_the_engine_says_of_a_case_has_a_german_text() -> None:
    german = texts("roi-deck", "de")
    sources = "".join(path.read_text("utf-8") for path in (ROOT / "src/dealdesk/value/roi").glob("*.py"))
    said = set(re.findall(r"Said\(\s*\"(\w+)\"", sources)) | {"line", "usage_of_line", "by_service", "by_invoice"}
    assert said <= german["said"].keys() | german["called"].keys()
    assert {each.id for each in case("northwind").figures} == german["figure"].keys() == german["definition"].keys()


def phrases(case: RoiResult) -> Iterator[Said]:
    yield from case.said
    for row in (*case.costs, *case.benefits):
        yield from row.said
    for benefit in case.benefits:
        yield from benefit.ramp_said


@pytest.mark.parametrize("name", CASES)
def test_a_german_deck_has_no_sentence_of_the_engine_in_english(name: str) -> None:
    result = replace(case(name), language="de")
    view = roi_view(result, assets("roi-deck").language("de"))
    printed = "\n".join(strings({key: each for key, each in view.items() if key != "t"}))
    english = {each.text for each in phrases(result)} | {each.definition for each in result.figures}
    english |= {each.sentence for each in result.break_evens} | {"the quote", "This offer", "Renewal, projected"}
    assert not [each for each in english if each in printed]
    assert "This offer" in "\n".join(strings(roi_view(case("northwind"), assets("roi-deck").language("en"))))


def test_the_case_as_data_says_what_it_says_in_words() -> None:
    result = case("payment-fees")
    assert tuple(each.text for each in result.said) == result.statement
    for row in (*result.costs, *result.benefits):
        assert " and ".join(each.text for each in row.said) == row.derivation
    assert RoiResult.from_json(result.to_json()) == result


def test_a_german_deck_passes_the_checks() -> None:
    result = replace(case("payment-fees"), language="de")
    assert check_pdf(render(result, "roi-deck"), result, "roi-deck") == []
    said = render(result, "roi-deck", "md").decode().replace("\u00a0", " ")
    assert said.startswith("# Je Dollar Einsatz erhält Tidewater Payments 1,51 $ zurück")
    assert "Kapitalwert: **768 Tsd. $**" in said
    assert "Verlängerung, hochgerechnet<br>das letzte Jahr der Laufzeit, 391.200 $, und jedes Jahr 5 % mehr" in said


def test_a_german_one_pager_passes_the_checks() -> None:
    made = source_named("catalog").read(ROOT / "examples/usage-commitment/deal.toml", today=TODAY, role="cto")
    german = replace(made, customer=replace(made.customer, language="de"))
    assert check_pdf(render(german, "one-pager"), german, "one-pager") == []
    assert "Was in Ihrer Bestellung enthalten ist" in render(german, "one-pager", "md").decode()
    with pytest.raises(RenderError, match="checklist is not written in 'de' yet; allowed: en"):
        render(german, "checklist")


def test_a_german_estimate_passes_the_checks_and_has_its_formulas_in_german() -> None:
    made = source_named("savings").read(ROOT / "examples/routing-savings/inputs.toml", today=TODAY)
    german = replace(made, language="de-CH")
    assert check_pdf(render(german, "savings"), german, "savings") == []
    said = render(german, "savings", "md").decode().replace("\u00a0", " ")
    assert "Tokens a month ÷ 1’000 × Average cost today, auf 2 Dezimalen gerundet" in said
    assert "Savings a month ÷ Cost a month today, falls Cost a month today" in said
    assert "| Savings a year | 12 × Savings a month | $ 212’544.00 |" in said
    page = render(german, "savings", "html").decode()
    assert "falls Cost a month today &gt; 0, sonst 0" in page.replace("\u00a0", " ")
    assert "where Cost a month today" in render(made, "savings", "md").decode()


@pytest.mark.parametrize(
    ("code", "text", "found"),
    [
        ("en", "reaches $1.65M, from 573K", [("1.65M", 6), ("573K", 3)]),
        ("de", "erreicht 1,65\u00a0Mio.\u00a0$ nach 573 \nTsd. $", [("1,65\u00a0Mio.", 6), ("573 \nTsd.", 3)]),
        ("en", "5 Million, 3bnx", []),
    ],
)
def test_amounts_that_are_written_short_are_read(code: str, text: str, found: list[tuple[str, int]]) -> None:
    reads = Reads(reader(code, "USD"), assets("roi-deck").language(code).text("form.short"))
    assert [(printed, power) for printed, _, _, power in reads.short(text)] == found
