"""Every figure of a book of eight quotes, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal as D

import pytest

from dealdesk.book import Book, book_of, figures_of
from dealdesk.book.figure import Figure, share
from dealdesk.book.figures import RULES
from dealdesk.book.report import BookReport, report_of, targets_of
from dealdesk.cli.show_book import shown
from dealdesk.desk.closing import accept
from dealdesk.desk.recording import draft_of
from tests.book.conftest import NOW, WON, Shop


def figures(book: Book) -> dict[str, Figure]:
    return {each.id: each for each in figures_of(book)}


def parts(figure: Figure) -> dict[str, tuple[D | None, int]]:
    return {each.name: (each.value, each.count) for each in figure.parts}


@pytest.fixture
def book(year: Shop) -> Book:
    return book_of(year.register, NOW, currency="USD")


def test_the_pipeline_is_what_may_still_be_won(book: Book) -> None:
    # Fenwick alpha + beta 180,000 draft; Glasse alpha + 12 x 1,000 = 132,000 submitted; Eastgate has expired
    found = figures(book)["pipeline"]
    assert (found.value, found.basis) == (D("312000.00"), 2)
    assert parts(found) == {"draft": (D("180000.00"), 1), "submitted": (D("132000.00"), 1)}


def test_what_is_won_is_told_by_number_and_by_value(book: Book) -> None:
    found = figures(book)
    # 4 accepted of 6 that were decided; 538,350 of 778,350
    assert found["win-rate"].value == D("66.7")
    assert parts(found["win-rate"]) == {"accepted": (None, 4), "declined": (None, 1), "expired": (None, 1)}
    assert found["win-rate-value"].value == D("69.2")
    # 20, 29, 10 and 4 days: the lower of the two in the middle
    assert found["sales-cycle"].value == 10


def test_the_size_of_deals(book: Book) -> None:
    found = figures(book)
    # 120,000 + 0.9 x 192,000 + 180,000 + 0.95 x 69,000 = 538,350; the service of 9,000 is in no annual value
    assert found["average-deal-size"].value == D("134587.50")
    # 120,000 + 172,800 + 180,000 + 57,000 = 529,800
    assert found["average-acv"].value == D("132450.00")
    assert (found["average-multi-plugin-deal"].value, found["average-multi-plugin-deal"].basis) == (D("176400.00"), 2)


def test_discounts_are_weighed_by_list(book: Book) -> None:
    found = figures(book)
    # 19,200 + 3,450 off 561,000; ana 19,200 of 312,000, ben 3,450 of 249,000
    assert found["discount"].value == D("4.0")
    assert parts(found["discount-by-rep"]) == {"ana": (D("6.2"), 2), "ben": (D("1.4"), 2)}
    assert found["discount-by-rep"].value == D("4.8")
    assert parts(found["discount-by-segment"]) == {"Funds": (D("5.0"), 1), "Banks": (D("3.9"), 3)}


def test_adoption_counts_customers_with_contracts_in_force_and_attachment_counts_quotes(book: Book) -> None:
    found = figures(book)
    # in force: Ardent with two plugins, Corvid with one; the contract of Borealis has ended
    assert found["multi-plugin-adoption"].value == D("50.0")
    assert parts(found["multi-plugin-adoption"]) == {"1 plugin": (None, 1), "2 plugins": (None, 1)}
    assert found["attach-rate"].value == D("25.0")
    assert parts(found["attach-rate"]) == {"Care": (None, 1)}


def test_expansion_is_what_a_contract_adds_to_the_one_before(book: Book) -> None:
    # new: 120,000 + 172,800 + 57,000; Ardent adds 60,000 to a contract that ends the day before
    found = figures(book)["expansion"]
    assert found.value == D("14.6")
    assert parts(found) == {"Ardent": (D("60000.00"), 1)}


def test_retention_looks_at_the_customers_of_a_year_ago(book: Book) -> None:
    # a year ago 120,000 + 172,800; now 180,000 + 0; without additions 120,000
    found = figures(book)
    assert found["net-revenue-retention"].value == D("61.5")
    assert found["gross-revenue-retention"].value == D("41.0")
    assert parts(found["net-revenue-retention"]) == {"Ardent": (D("60000.00"), 1), "Borealis": (D("-172800.00"), 1)}
    # of 237,000 in force Ardent has 180,000
    assert found["revenue-concentration"].value == D("75.9")


def test_an_amendment_adds_to_its_contract_and_a_renewal_takes_the_place_of_both(book: Book) -> None:
    day = date(2026, 12, 1)
    ardent, corvid = book.contracts[2], book.contracts[3]
    more = replace(ardent, number="Q-2026-00098", follows=ardent.number, manner="amendment", arr=D(20_000))
    amended = replace(book, entries=(*book.entries, more))
    assert {each.number for each in amended.in_force(day)} == {ardent.number, more.number, corvid.number}
    # 60,000 more than last year, and the amendment
    assert parts(figures(amended)["expansion"])["Ardent"] == (D(80_000), 1)
    assert figures(amended)["net-revenue-retention"].value == D("68.3")  # 200,000 of 292,800

    renewal = replace(
        ardent, number="Q-2026-00099", follows=ardent.number, manner="renewal", arr=D(230_000), start=date(2026, 11, 1)
    )
    renewed = replace(book, entries=(*book.entries, more, renewal))
    assert {each.number for each in renewed.in_force(day)} == {renewal.number, corvid.number}
    assert renewed.before(renewal) == (ardent, more)
    # 230,000 is 30,000 more than contract and amendment
    assert parts(figures(renewed)["expansion"])["Ardent"] == (D(110_000), 1)

    # An amendment of the amendment belongs to the contract, too, and is renewed with it.
    again = replace(more, number="Q-2026-00097", follows=more.number, arr=D(1_000))
    renewed = replace(book, entries=(*book.entries, more, again, renewal))
    assert {each.number for each in renewed.in_force(day)} == {renewal.number, corvid.number}
    assert renewed.before(renewal) == (ardent, more, again)


def test_days_choose_quotes_but_contracts_are_all_looked_at(year: Shop) -> None:
    book = book_of(year.register, NOW, currency="USD", since=date(2026, 9, 1), until=date(2026, 10, 31))
    found = figures(book)
    assert len(book.of_period) == 3
    assert found["win-rate"].value == D("33.3")
    assert found["net-revenue-retention"].value == D("61.5")


def test_a_quote_that_nobody_sent_is_not_lost_and_a_signature_counts_from_its_day(year: Shop, book: Book) -> None:
    year.quote("Harrow", "alpha", "2026-08-01")  # a draft that expired with nobody having seen it
    year.quote("Ingram", "alpha", "2026-08-02", "clear", "send")  # sent, and not answered
    number = year.quote("Jasper", "alpha", "2026-11-01", "clear", "send")
    accept(year.register, number, actor="ana", at=NOW, signed=date(2026, 11, 4))
    found = {each.id: each for each in figures_of(book_of(year.register, NOW, currency="USD"))}
    # six were decided before; Jasper is won, and Ingram lost; Harrow is neither
    before = {each.id: each for each in figures_of(book)}["win-rate"]
    assert found["win-rate"].basis == before.basis + 2
    assert parts(found["win-rate"])["accepted"] == (None, 5)
    entries = {each.number: each for each in book_of(year.register, NOW, currency="USD").entries}
    assert entries[number].decided == date(2026, 11, 4)


def test_targets_of_the_catalog_stand_beside_figures(year: Shop, book: Book) -> None:
    vendor, targets = targets_of(year.register, book)
    report = report_of(replace(book, targets=targets), vendor=vendor)
    assert vendor == "Acme Inc."
    adoption, attach = report.figure("multi-plugin-adoption").target, report.figure("attach-rate").target
    assert adoption is not None
    assert (adoption.words, adoption.met) == ("at least 70 %", False)
    assert attach is not None
    assert (attach.words, attach.met) == ("above 35 %", False)
    assert report.figure("win-rate").target is None
    assert BookReport.from_json(report.to_json()) == report


def test_a_book_with_nothing_in_it_says_why_and_never_zero_per_cent() -> None:
    empty = Book((), "USD", 2, date(2026, 12, 1))
    for each in figures_of(empty):
        assert each.value is None or each.id == "pipeline", each.id
        assert each.why or each.id == "pipeline", each.id
    assert share(0, 0) is None


def test_each_figure_has_an_id_of_its_own_and_says_how_it_is_worked_out(book: Book) -> None:
    found = figures_of(book)
    assert len({each.id for each in found}) == len(found)
    assert all(len(each.definition) > 30 for each in found)
    assert len(RULES) == len(set(map(id, RULES)))


def test_what_rounds_to_zero_has_no_sign() -> None:
    assert str(share(D("-0.04"), 100)) == "0.0"
    assert str(share(D("-0.05"), 100)) == "-0.1"


def test_what_an_amendment_takes_out_is_not_counted_any_more(shop: Shop) -> None:
    number = shop.quote("Ardent", "alpha beta care", "2026-06-01", *WON)
    file = shop.folder / "deal.toml"
    lines = "".join(
        f'[[lines]]\nsku = "{sku}"\nquantity = {1 - was}\n' + ("was = 1\n" if was else "")
        for sku, was in (("alpha", 0), ("beta", 1), ("care", 1))
    )
    amends = f'[amends]\ncontract = "{number}"\nfrom = 2026-09-01\ncredit = true\n'
    text = 'catalog = "catalog.toml"\nstart = 2026-06-01\nmonths = 12\nissued = 2026-08-20\n'
    file.write_text(f'{text}[customer]\nname = "Ardent"\n{lines}{amends}', encoding="utf-8")
    at = datetime(2026, 8, 20, 12, tzinfo=UTC)
    draft, _ = draft_of(file, rep="ana", at=at)
    change = shop.register.add(draft, actor="ana", at=at).stored.number
    for move in WON:
        shop.register.act(change, move, actor="ana", at=at)
    book = book_of(shop.register, NOW, currency="USD")
    assert [(each.number, set(each.skus), set(each.ended)) for each in book.entries] == [
        (number, {"alpha", "beta", "care"}, set()),
        (change, set(), {"beta", "care"}),
    ]
    adoption = figures(book)["multi-plugin-adoption"]
    assert (adoption.value, parts(adoption)) == (D("0.0"), {"1 plugin": (None, 1)})
    assert parts(figures(book)["attach-rate"]) == {"Care": (None, 1)}


def test_a_single_day_is_one_day() -> None:
    assert [shown(D(days), "days", 0) for days in (0, 1, 2)] == ["0 days", "1 day", "2 days"]
