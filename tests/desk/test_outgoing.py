"""Drafts of mails and entries for calendars: the same record, the same bytes, and nothing that acts."""

from __future__ import annotations

import email
from dataclasses import replace
from datetime import UTC, date, datetime
from email.policy import default

import pytest

from dealdesk.desk.mail import draft
from dealdesk.desk.paper import document
from dealdesk.desk.recording import draft_of
from dealdesk.desk.reminders import OCTETS, calendar, due, reminders
from dealdesk.errors import DealdeskError
from dealdesk.quoting.quote import Person
from dealdesk.register import Stored, Wanted
from tests.book.conftest import WON, Shop, shop, year  # noqa: F401 - fixtures

TODAY = date(2026, 11, 26)


def found(year: Shop, state: str) -> Stored:  # noqa: F811
    now = datetime(2026, 11, 26, tzinfo=UTC)
    return next(iter(year.register.wanted(Wanted(state=state), now)))  # type: ignore[arg-type]


def test_an_open_offer_reminds_of_its_last_day_and_a_contract_of_its_renewal(year: Shop) -> None:  # noqa: F811
    open_, won = found(year, "submitted"), found(year, "accepted")
    (expiry,) = reminders(open_, TODAY, notice=90)
    assert (expiry.id, expiry.day) == ("expiry", date(2026, 12, 25))
    (renewal,) = reminders(won, TODAY, notice=90)
    assert (renewal.id, renewal.day) == ("renewal", date(2027, 7, 2))  # ends on 30 September 2027
    assert reminders(found(year, "declined"), TODAY, notice=90) == ()
    assert reminders(open_, date(2026, 12, 26), notice=90) == ()
    assert reminders(won, date(2028, 1, 1), notice=90) == ()


def test_a_contract_that_is_renewed_has_no_reminder(shop: Shop) -> None:  # noqa: F811
    first, other = (shop.quote(name, "alpha", "2026-01-01", *WON) for name in ("Ardent", "Borealis"))
    file = shop.folder / "deal.toml"
    renews = f'renewal = {{ percent = 3, compounding = "simple" }}\nrenews = {{ contract = "{first}", months = 12 }}\n'
    file.write_text(renews + file.read_text().replace("Borealis", "Ardent").replace("2026-01-01", "2027-01-01"))
    at = datetime(2026, 11, 26, tzinfo=UTC)
    again = shop.register.add(draft_of(file, rep="ana", at=at)[0], actor="ana", at=at).stored.number

    def numbers() -> list[str]:
        return [each.number for each in due(shop.register, shop.register.wanted(Wanted(descending=False), at))]

    assert numbers() == [first, other, again]  # nobody has signed it yet
    for move in WON:
        shop.register.act(again, move, actor="ana", at=at)
    assert numbers() == [other, again]


def test_a_calendar_file_is_whole_whatever_a_customer_is_called(year: Shop) -> None:  # noqa: F811
    name = "Müller, Söhne; \\ & Co " * 9 + "\r\nEND:VCALENDAR"
    stored = replace(found(year, "submitted"), customer=name)
    entries = [(stored, each) for each in reminders(stored, TODAY, notice=90)]
    made = calendar(entries, "r")
    assert made == calendar(entries, "r")
    lines = made.decode().split("\r\n")
    assert all(len(line.encode()) <= OCTETS for line in lines)
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines.count("END:VCALENDAR") == 1
    unfolded = made.decode().replace("\r\n ", "")
    assert "Müller\\, Söhne\\; \\\\ & Co" in unfolded
    assert f"UID:{stored.number}.expiry@r.dealdesk\r\n" in unfolded


def test_a_draft_carries_the_document_and_is_not_sent(year: Shop) -> None:  # noqa: F811
    stored = found(year, "accepted")
    quote = year.register.quote(stored)
    quote = replace(
        quote,
        prepared_by=Person("Ana Lind", "Account executive", "ana@acme.example"),
        customer=replace(quote.customer, contacts=(Person("Bo Ek", None, "bo@ardent.example"),)),
    )
    pdf = document(year.register, stored)
    made = draft(stored, quote, pdf, register="r")
    assert made == draft(stored, quote, pdf, register="r")
    read = email.message_from_bytes(made, policy=default)
    assert read["X-Unsent"] == "1"
    assert (read["To"], read["From"]) == ("Bo Ek <bo@ardent.example>", "Ana Lind <ana@acme.example>")
    (attached,) = read.iter_attachments()
    assert attached.get_content() == pdf
    assert attached.get_filename() == f"{stored.number}.pdf"
    body = read.get_body()
    assert body is not None
    assert "Dear Bo Ek," in body.get_content()
    assert f"{quote.totals.net:,.2f} USD" in body.get_content()


@pytest.mark.parametrize("address", ["a@b\r\nBcc: c@d", "nobody", "a b@c", ""])
def test_an_address_that_is_none_is_refused(year: Shop, address: str) -> None:  # noqa: F811
    stored = found(year, "accepted")
    with pytest.raises(DealdeskError, match="is not an address"):
        draft(stored, year.register.quote(stored), b"", register="r", to=address or " ")


def test_a_hostile_name_adds_no_header(year: Shop) -> None:  # noqa: F811
    stored = found(year, "accepted")
    quote = year.register.quote(stored)
    hostile = replace(quote, customer=replace(quote.customer, name="A\r\nBcc: all@them.example"))
    read = email.message_from_bytes(draft(stored, hostile, b"", register="r"), policy=default)
    assert read["Bcc"] is None
    assert read["Subject"].startswith("Our quote for A Bcc: all@them.example")
