"""The calculator in a real browser: sliders and keys move it, its numbers are the engine's, and nothing leaves it."""

import os
import re
from collections.abc import Iterator
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import pytest

from dealdesk.catalog.load import load_catalog, packaged
from dealdesk.documents import render
from dealdesk.value.calculate import calculate
from dealdesk.value.given import Given, GivenRow
from dealdesk.value.savings import Savings
from tests.documents.browser import Tab, found, opened
from tests.value.randoms import TODAY

BROWSER = found()
pytestmark = pytest.mark.skipif(BROWSER is None and not os.environ.get("CI"), reason="there is no Chromium here")

INPUTS = {"monthly_tokens": D(2_000_000_000), "average_cost": D("0.015")}
HOSTILE = 'Evil </script><script>document.title="bad"</script> & Sons'


@pytest.fixture(scope="module")
def tab() -> Iterator[Tab]:
    assert BROWSER is not None, "there is no Chromium to look at the calculator with"
    with opened(BROWSER) as tab:
        yield tab


def estimate(inputs: dict[str, D] = INPUTS, customer: str = "Northwind", language: str = "en", **rows: Any) -> Savings:
    catalog = load_catalog(packaged("catalogs") / "ai-control-plane")
    return calculate("routing-savings", catalog, Given(inputs, rows, customer, language), today=TODAY)


def opened_at(tab: Tab, folder: Path, made: Savings) -> None:
    page = folder / "calculator.html"
    page.write_bytes(render(made, "savings", "html"))
    tab.size(1280)
    tab.open(page)


def headline(tab: Tab) -> str:
    return str(tab.value("document.querySelector('[data-result=saving_year]').textContent"))


def money(made: Savings) -> str:
    assert made.headline.shown is not None
    return f"${made.headline.shown:,.2f}"


def type_in(tab: Tab, selector: str, text: str) -> None:
    tab.value(f"(e => {{ e.focus(); e.select() }})(document.querySelector({selector!r}))")
    tab.ask("Input.insertText", text=text)


def test_the_first_numbers_are_those_of_the_command(tab: Tab, tmp_path: Path) -> None:
    made = estimate()
    opened_at(tab, tmp_path, made)
    assert headline(tab) == money(made) == "$159,120.00"
    shown = tab.value(
        "[...document.querySelectorAll('.answer [data-result]')].map(e => [e.dataset.result, e.textContent])"
    )
    assert dict(shown)["saving_share"] == "44.2%"
    static = re.findall(rb'data-result="(\w+)">([^<]*)<', render(made, "savings", "html"))
    assert {name.decode(): text.decode() for name, text in static} == dict(shown)  # what stands there without a script


def test_numbers_that_are_typed_come_to_what_the_engine_says(tab: Tab, tmp_path: Path) -> None:
    opened_at(tab, tmp_path, estimate())
    type_in(tab, "#in-monthly_tokens", "3,456,789,123")
    type_in(tab, "#in-average_cost", "0.0123")
    inputs = {"monthly_tokens": D(3_456_789_123), "average_cost": D("0.0123")}
    assert headline(tab) == money(estimate(inputs))
    type_in(tab, "#table-routes tbody tr:nth-child(2) [data-column=cost] input", "0.0045")
    own = estimate(inputs).tables[0].rows
    rows = [
        GivenRow(row.name, {**row.values, **({"cost": D("0.0045")} if n == 1 else {})}) for n, row in enumerate(own)
    ]
    made = estimate(inputs, routes=tuple(rows))
    assert headline(tab) == money(made)
    cell = tab.value(
        "document.querySelector('#table-routes tbody tr:nth-child(2) [data-row-result=spend]').textContent"
    )
    assert cell == f"${made.tables[0].rows[1].results['spend']:,.2f}"
    tab.click("#reset")
    assert headline(tab) == "$159,120.00"


def test_sliders_move_by_key_and_by_mouse(tab: Tab, tmp_path: Path) -> None:
    opened_at(tab, tmp_path, estimate())
    before = headline(tab)
    tab.value("document.querySelector('#field-average_cost input[type=range]').focus()")
    for _ in range(3):
        tab.press("ArrowRight", 39)
    cost = D(tab.value("document.querySelector('#in-average_cost').value"))
    assert cost > D("0.015")
    assert headline(tab) != before
    assert headline(tab) == money(estimate({**INPUTS, "average_cost": cost}))
    tab.click("#field-monthly_tokens input[type=range]")  # its middle
    tokens = D(tab.value("document.querySelector('#in-monthly_tokens').value").replace(",", ""))
    assert tokens != D(2_000_000_000)
    assert headline(tab) == money(estimate({"monthly_tokens": tokens, "average_cost": cost}))


def test_it_works_by_keyboard_alone(tab: Tab, tmp_path: Path) -> None:
    opened_at(tab, tmp_path, estimate())
    met = []
    for _ in range(30):
        tab.press("Tab", 9)
        met.append(tab.value("document.activeElement.id || document.activeElement.getAttribute('aria-label')"))
    assert "in-monthly_tokens" in met
    assert "Tokens a month" in met  # its slider
    assert "Small model, Share of tokens" in met
    assert met.index("reset") < met.index("print")
    tab.value("document.querySelector('#in-average_cost').focus()")
    tab.press("ArrowUp", 38)
    assert tab.value("document.querySelector('#in-average_cost').value") == "0.0151"
    assert headline(tab) == money(estimate({**INPUTS, "average_cost": D("0.0151")}))


@pytest.mark.parametrize("typed", ["", "abc", "5", "-1", "1e3", "0,01", "0,015"])
def test_a_number_that_cannot_be_is_said_and_nothing_is_computed(tab: Tab, tmp_path: Path, typed: str) -> None:
    opened_at(tab, tmp_path, estimate())
    type_in(tab, "#in-average_cost", typed or " ")
    assert tab.value("document.querySelector('#in-average_cost').getAttribute('aria-invalid')") == "true"
    assert tab.value("document.querySelector('#error-average_cost').textContent") == "between 0.0001 and 1"
    assert headline(tab) == "–"
    tab.value("new Promise(done => setTimeout(done, 450))")
    assert tab.value("document.getElementById('live').getAttribute('aria-live')") == "polite"


def test_a_check_that_fails_is_said(tab: Tab, tmp_path: Path) -> None:
    opened_at(tab, tmp_path, estimate())
    type_in(tab, "#table-routes tbody tr:nth-child(1) [data-column=share] input", "40")
    assert headline(tab) == "–"  # a check of the level "error"
    assert "do not add up to 100 %" in tab.value("document.getElementById('mind').textContent")
    tab.click("#reset")
    type_in(tab, "#in-target_quality", "99")
    assert headline(tab) == "$159,120.00"  # a warning
    assert "below the target" in tab.value("document.getElementById('mind').textContent")


def test_nothing_leaves_the_page_and_nothing_strange_runs_in_it(tab: Tab, tmp_path: Path) -> None:
    opened_at(tab, tmp_path, estimate(customer=HOSTILE))
    assert "bad" not in tab.value("document.title.split('Evil')[0]")
    assert tab.value("document.title") != "bad"
    tab.click("#reset")
    type_in(tab, "#in-average_cost", "0.02")
    assert headline(tab) == money(estimate({**INPUTS, "average_cost": D("0.02")}))
    addresses = [
        each["params"]["request"]["url"] for each in tab.events if each["method"] == "Network.requestWillBeSent"
    ]
    assert [each for each in addresses if not each.startswith(("file:", "data:"))] == []
    assert sum(each.startswith("file:") for each in addresses) == 1
    assert not [each for each in tab.events if each["method"] in ("Log.entryAdded", "Runtime.exceptionThrown")]
    refused = tab.value(
        "new Promise(done => {"
        " addEventListener('securitypolicyviolation', e => done(e.effectiveDirective), {once: true});"
        " const s = document.createElement('script'); s.textContent = 'window.ran = 1'; document.body.append(s); })"
    )
    assert refused.startswith("script-src")
    assert tab.value("window.ran") is None
    assert tab.value("fetch('https://example.com').then(() => 'sent', () => 'refused')") == "refused"


def test_it_prints_as_an_estimate(tab: Tab, tmp_path: Path) -> None:
    import io

    import pypdfium2

    opened_at(tab, tmp_path, estimate())
    with pypdfium2.PdfDocument(io.BytesIO(tab.pdf())) as pdf:
        text = "\n".join(page.get_textpage().get_text_bounded() for page in pdf)
        assert len(pdf) <= 3
    assert "$159,120.00" in text
    assert "2,000,000,000" in text
    assert "Back to the first numbers" not in text


@pytest.mark.parametrize("width", [390, 820, 1280])
def test_it_fits_the_window(tab: Tab, tmp_path: Path, width: int) -> None:
    opened_at(tab, tmp_path, estimate())
    tab.size(width, phone=width < 500)
    assert tab.value("document.documentElement.scrollWidth") <= width
    small = tab.value(
        "[...document.querySelectorAll('input, button')].filter(e => e.getBoundingClientRect().height < 24).length"
    )
    assert small == 0
