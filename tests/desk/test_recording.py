"""From a deal's file to a quote with a number, and back from the record to the same cents."""

import re
import shutil
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal as D
from pathlib import Path

import pytest

from dealdesk.desk.closing import accept
from dealdesk.desk.kept import rederived
from dealdesk.desk.paper import document, printed
from dealdesk.desk.recording import Blocked, cloned_deal, new_quote, revised_quote
from dealdesk.errors import CatalogError, DealdeskError
from dealdesk.register import Register, make_register, open_register
from dealdesk.register.lifecycle import NotAllowed
from tests.cli.conftest import CATALOG, DEAL
from tests.register.drafts import AT

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "acme.toml").write_text(CATALOG, encoding="utf-8")
    (tmp_path / "deal.toml").write_text(DEAL, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    make_register(tmp_path)
    return tmp_path


@pytest.fixture
def book(shop: Path) -> Register:  # type: ignore[misc]
    with open_register(start=shop) as register:
        yield register  # type: ignore[misc]


def test_a_deal_becomes_a_quote_with_a_number(book: Register, shop: Path) -> None:
    made = new_quote(book, shop / "deal.toml", actor="ann", at=AT)
    assert (made.quote.number, made.quote.revision, made.is_new) == ("Q-2026-00001", 1, True)
    assert made.stored.net == D("28215.00")  # 3 x (1,000 + 10,000), 10 % off, 5 % off
    again = new_quote(book, shop / "deal.toml", actor="ann", at=AT)
    assert (again.stored, again.is_new) == (made.stored, False)
    assert new_quote(book, shop, actor="ann", at=AT).is_new is False  # its folder is the same deal


def test_comments_and_layout_make_no_other_quote_and_content_does(book: Register, shop: Path) -> None:
    new_quote(book, shop / "deal.toml", actor="ann", at=AT)
    (shop / "deal.toml").write_text("# thought about it\n" + DEAL)
    assert not new_quote(book, shop / "deal.toml", actor="ann", at=AT).is_new
    (shop / "deal.toml").write_text(DEAL.replace("quantity = 20", "quantity = 21"))
    assert new_quote(book, shop / "deal.toml", actor="ann", at=AT).stored.number == "Q-2026-00002"
    (shop / "acme.toml").write_text(CATALOG.replace("rate = 50", "rate = 51"))
    assert new_quote(book, shop / "deal.toml", actor="ann", at=AT).stored.number == "Q-2026-00003"


def test_the_deals_own_number_is_never_taken(book: Register, shop: Path) -> None:
    (shop / "deal.toml").write_text('number = "../../etc/Q-2026-99999"\nrevision = 7\n' + DEAL)
    made = new_quote(book, shop / "deal.toml", actor="ann", at=AT)
    assert (made.quote.number, made.quote.revision) == ("Q-2026-00001", 1)
    assert made.notes == ("the deal's own number and revision are left out: the register gives them",)


@pytest.mark.parametrize("deal", sorted(each.parent.name for each in EXAMPLES.glob("*/deal.toml")))
def test_every_example_is_derived_again_from_its_record_alone(tmp_path: Path, deal: str) -> None:
    work = tmp_path / "work"
    shutil.copytree(EXAMPLES.parent / "catalogs", work / "catalogs")
    shutil.copytree(EXAMPLES, work / "examples")
    make_register(tmp_path)
    with open_register(start=tmp_path) as book:
        try:
            made = new_quote(book, work / "examples" / deal / "deal.toml", actor="ann", at=AT)
        except Blocked:
            pytest.skip("it has a finding that keeps it from being recorded")
        shutil.rmtree(work)  # the catalog is gone, and the clock is not asked
        stored = book.find(made.stored.number)
        assert rederived(book, stored).to_json() == book.quote(stored).to_json() == made.quote.to_json()


def test_a_revision_keeps_the_number(book: Register, shop: Path) -> None:
    new_quote(book, shop / "deal.toml", actor="ann", at=AT)
    (shop / "deal.toml").write_text(DEAL.replace('name = "Northwind"', 'name = "Southwind"', 1))
    made = revised_quote(book, "Q-2026-1", shop / "deal.toml", actor="bob", at=AT)
    assert (made.quote.number, made.quote.revision) == ("Q-2026-00001", 2)
    assert made.stored.rep == "ann"
    assert made.notes == ("the customer was Northwind, and is Southwind now",)
    assert book.quote(book.find("Q-2026-1", 1)).customer.name == "Northwind"


def test_the_deal_comes_back_as_it_was_typed(book: Register, shop: Path) -> None:
    text = "# mine\n" + DEAL
    (shop / "deal.toml").write_text(text)
    new_quote(book, shop / "deal.toml", actor="ann", at=AT)
    assert cloned_deal(book, "Q-2026-1").decode() == text


def test_a_quote_with_an_error_is_not_recorded(book: Register, shop: Path) -> None:
    floor = CATALOG.replace("cost = 6000", "cost = 6000\nfloor = 9000")
    (shop / "acme.toml").write_text(floor)
    (shop / "deal.toml").write_text(DEAL + "\n[[discounts]]\npercent = 90\n")
    try:
        new_quote(book, shop / "deal.toml", actor="ann", at=AT)
    except DealdeskError:
        assert book.head().count == 0


def test_a_catalog_that_changes_meanwhile_is_not_mixed_up(
    book: Register, shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dealdesk.desk import recording

    real = recording.price

    def slow(*args: object, **words: object) -> object:
        made = real(*args, **words)  # type: ignore[arg-type]
        (shop / "acme.toml").write_text(CATALOG.replace("rate = 50", "rate = 51"))
        return made

    monkeypatch.setattr(recording, "price", slow)
    with pytest.raises(CatalogError, match="changed meanwhile; run the command again"):
        new_quote(book, shop / "deal.toml", actor="ann", at=AT)
    assert book.head().count == 0


def test_documents_of_one_record_are_the_same_bytes_and_say_which_record(book: Register, shop: Path) -> None:
    made = new_quote(book, shop / "deal.toml", actor="ann", at=AT)
    first = document(book, made.stored, form="md")
    book.act("Q-2026-1", "clear", actor="ann", at=AT)
    approved = document(book, book.find("Q-2026-1"), form="md").decode()
    assert document(book, made.stored, form="md").decode() == approved != first.decode()
    assert f"sha256:{made.stored.chain}" in first.decode()
    assert "entry 2 of 21 November 2026" in re.sub(r"\s", " ", approved)
    assert "entry" not in first.decode()
    assert printed(book, made.stored).extra["record"] == made.stored.chain


def sent(book: Register, shop: Path) -> str:
    number = new_quote(book, shop / "deal.toml", actor="ann", at=AT).stored.number
    for move in ("clear", "send"):
        book.act(number, move, actor="ann", at=AT)
    return number


AFTER = datetime(2026, 12, 22, 9, tzinfo=UTC)


def test_an_acceptance_in_time_is_taken(book: Register, shop: Path) -> None:
    event = accept(book, sent(book, shop), actor="ann", at=AT)
    assert (event.kind, event.body["signed"]) == ("accept", "2026-11-21")


def test_a_signature_in_time_that_is_recorded_later_is_in_time(book: Register, shop: Path) -> None:
    event = accept(book, sent(book, shop), actor="ann", at=AFTER, signed=date(2026, 12, 20))
    assert (event.kind, event.body["late"]) == ("accept-late", False)
    assert event.reason == "signed on 2026-12-20, before its last day was over, and recorded later"


@pytest.mark.parametrize("signed", [None, date(2026, 12, 21)])
def test_a_late_acceptance_needs_an_override(book: Register, shop: Path, signed: date | None) -> None:
    number = sent(book, shop)
    with pytest.raises(NotAllowed, match="or take the late acceptance with --override 'why'"):
        accept(book, number, actor="ann", at=AFTER, signed=signed)
    event = accept(book, number, actor="ann", at=AFTER, signed=signed, override="agreed with the desk")
    assert (event.state, event.reason, event.body["late"]) == ("accepted", "agreed with the desk", True)


def test_nobody_signs_tomorrow_or_before_there_was_a_quote(book: Register, shop: Path) -> None:
    number = sent(book, shop)
    with pytest.raises(DealdeskError, match="lies ahead"):
        accept(book, number, actor="ann", at=AT, signed=date(2026, 11, 22))
    issued = book.find(number).issued
    with pytest.raises(DealdeskError, match=f"is before {issued}, the date of {number}"):
        accept(book, number, actor="ann", at=AT, signed=issued - timedelta(1))
    assert accept(book, number, actor="ann", at=AT, signed=issued).state == "accepted"


def test_the_last_day_ends_in_the_time_zone_of_the_catalog(book: Register, shop: Path) -> None:
    (shop / "acme.toml").write_text(
        CATALOG.replace('currencies = ["EUR"]', 'currencies = ["EUR"]\ntime_zone = "America/Los_Angeles"', 1)
    )
    (shop / "deal.toml").write_text(DEAL)
    made = new_quote(book, shop / "deal.toml", actor="ann", at=AT)
    assert made.stored.expires == datetime(2026, 12, 21, 8, tzinfo=UTC)  # 20 December is over there at 8:00 UTC


def test_a_time_zone_that_is_none_is_told(book: Register, shop: Path) -> None:
    (shop / "acme.toml").write_text(
        CATALOG.replace('currencies = ["EUR"]', 'currencies = ["EUR"]\ntime_zone = "Europe/Berlim"', 1)
    )
    with pytest.raises(DealdeskError, match="there is no time zone Europe/Berlim"):
        new_quote(book, shop / "deal.toml", actor="ann", at=AT)
    assert book.head().count == 0
