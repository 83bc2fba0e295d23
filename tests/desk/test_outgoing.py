"""Drafts of mails and entries for calendars: the same record, the same bytes, and nothing that acts."""

from __future__ import annotations

import email
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from email.policy import default

import pytest

from dealdesk.desk.mail import draft
from dealdesk.desk.paper import document
from dealdesk.desk.recording import draft_of
from dealdesk.desk.reminders import OCTETS, calendar, due, reminders
from dealdesk.documents.assets import assets
from dealdesk.documents.language import NARROW, NBSP, Language
from dealdesk.errors import DealdeskError
from dealdesk.quoting.quote.printed import Person
from dealdesk.register import Stored, Wanted
from dealdesk.sealing.leaks import Leaking
from dealdesk.sealing.private import Secret
from tests.book.conftest import WON, Shop, shop, year  # noqa: F401 - fixtures

TODAY = date(2026, 11, 26)


def spoken(code: str) -> Language:
    return assets("quote").language(code)


ENGLISH = spoken("en")


def found(year: Shop, state: str) -> Stored:  # noqa: F811
    now = datetime(2026, 11, 26, tzinfo=UTC)
    return next(iter(year.register.wanted(Wanted(state=state), now)))  # type: ignore[arg-type]


def test_an_open_offer_reminds_of_its_last_day_and_a_contract_of_its_renewal(year: Shop) -> None:  # noqa: F811
    open_, won = found(year, "submitted"), found(year, "accepted")
    (expiry,) = reminders(open_, TODAY, ENGLISH, notice=90)
    assert (expiry.id, expiry.day) == ("expiry", date(2026, 12, 25))
    (renewal,) = reminders(won, TODAY, ENGLISH, notice=90)
    assert (renewal.id, renewal.day) == ("renewal", date(2027, 7, 2))  # ends on 30 September 2027
    assert reminders(found(year, "declined"), TODAY, ENGLISH, notice=90) == ()
    assert reminders(open_, date(2026, 12, 26), ENGLISH, notice=90) == ()
    assert reminders(won, date(2028, 1, 1), ENGLISH, notice=90) == ()


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
    entries = [(stored, each) for each in reminders(stored, TODAY, ENGLISH, notice=90)]
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
    made = draft(stored, quote, pdf, ENGLISH, register="r")
    assert made == draft(stored, quote, pdf, ENGLISH, register="r")
    read = email.message_from_bytes(made, policy=default)
    assert read["X-Unsent"] == "1"
    assert (read["To"], read["From"]) == ("Bo Ek <bo@ardent.example>", "Ana Lind <ana@acme.example>")
    (attached,) = read.iter_attachments()
    assert attached.get_content() == pdf
    assert attached.get_filename() == f"{stored.number}.pdf"
    body = read.get_body()
    assert body is not None
    assert "Dear Bo Ek," in body.get_content()
    assert f"It comes to ${quote.totals.net:,.2f} for 12\u00a0months, before tax." in body.get_content()


@pytest.mark.parametrize("address", ["a@b\r\nBcc: c@d", "nobody", "a b@c", ""])
def test_an_address_that_is_none_is_refused(year: Shop, address: str) -> None:  # noqa: F811
    stored = found(year, "accepted")
    with pytest.raises(DealdeskError, match="is not an address"):
        draft(stored, year.register.quote(stored), b"", ENGLISH, register="r", to=address or " ")


def test_a_hostile_name_adds_no_header(year: Shop) -> None:  # noqa: F811
    stored = found(year, "accepted")
    quote = year.register.quote(stored)
    hostile = replace(quote, customer=replace(quote.customer, name="A\r\nBcc: all@them.example"))
    read = email.message_from_bytes(draft(stored, hostile, b"", ENGLISH, register="r"), policy=default)
    assert read["Bcc"] is None
    assert read["Subject"].startswith("Our quote for A Bcc: all@them.example")


TOLD = {
    "en": ("Our quote for Ardent", "Dear Bo Ek,", "$120,000.00", "25_December_2026", "Kind regards"),
    "en-GB": ("Our quote for Ardent", "Dear Bo Ek,", "US$120,000.00", "25_December_2026", "Kind regards"),
    "de": ("Unser Angebot für Ardent", "Guten Tag Bo Ek,", "120.000,00_$", "25._Dezember_2026", "Mit freundlichen"),
    "de-CH": ("Unser Angebot für Ardent", "Guten Tag Bo Ek,", "$_120’000.00", "25._Dezember_2026", "lichen Grüssen"),
    "fr": ("Notre devis pour Ardent", "Bonjour Bo Ek,", "120 000,00_$US", "25_décembre_2026", "Cordialement"),
    "es": ("Nuestra oferta para Ardent", "Buenos días, Bo Ek:", "120.000,00_US$", "25_de_diciembre_de_2026", "saludo"),
    "ja": ("Ardent 様 御見積書", "Bo Ek 様", "$120,000.00", "2026年12月25日", "何卒よろしく"),
}
"""Of the same mail in each language: parts of its subject and its body; "_" is a space that does not break."""


@pytest.mark.parametrize("code", TOLD)
def test_a_mail_is_in_the_language_of_the_quote(year: Shop, code: str) -> None:  # noqa: F811
    stored = replace(found(year, "accepted"), number="Q-2026-00009", revision=2)
    quote = year.register.quote(found(year, "accepted"))
    quote = replace(
        quote,
        title="",
        totals=replace(quote.totals, net=Decimal(120000)),
        valid_until=date(2026, 12, 25),
        customer=replace(quote.customer, name="Ardent", contacts=(Person("Bo Ek", None, "bo@ardent.example"),)),
    )
    made = draft(stored, quote, b"%PDF", spoken(code), register="r")
    read = email.message_from_bytes(made, policy=default)
    body = read.get_body()
    assert body is not None
    subject, *parts = TOLD[code]
    assert subject in read["Subject"]
    assert "Q-2026-00009" in read["Subject"]
    assert body["Content-Language"] == code
    text = body.get_content().replace(NBSP, "_").replace(NARROW, " ")
    for part in parts:
        assert part in text, text
    assert ("Fassung 2" in text) is code.startswith("de")


@pytest.mark.parametrize("code", TOLD)
def test_an_entry_is_in_the_language_of_its_quote(year: Shop, code: str) -> None:  # noqa: F811
    open_, won = (replace(found(year, state), customer="Ardent") for state in ("submitted", "accepted"))
    language = spoken(code)
    entries = [(each, one) for each in (open_, won) for one in reminders(each, TODAY, language, notice=90)]
    made = calendar(entries, "r").decode().replace("\r\n ", "")
    lines = made.splitlines()
    summaries = [line.partition(":")[2] for line in lines if line.startswith(f"SUMMARY;LANGUAGE={code}:")]
    assert len(summaries) == 2
    assert all("Ardent" in each for each in summaries)
    texts = " ".join(line for line in lines if line.startswith(f"DESCRIPTION;LANGUAGE={code}:"))
    assert f"dealdesk quote renew {won.number}" in texts
    amount = language.amounts(won.currency, won.places)(won.arr)
    for part in (language.say("reminder.submitted"), amount, language.long_day(won.end)):
        assert " ".join(part.split()).replace(",", "\\,") in texts, texts


def test_what_only_uses_is_told_its_estimate(year: Shop) -> None:  # noqa: F811
    stored = found(year, "accepted")
    quote = year.register.quote(stored)
    nothing = replace(quote.totals, net=Decimal(0))
    metered = replace(quote, totals=nothing, usage_estimate=replace(quote.usage_estimate, net=Decimal(4500)))
    read = email.message_from_bytes(draft(stored, metered, b"", ENGLISH, register="r"), policy=default)
    body = read.get_body()
    assert body is not None
    assert "It commits to no amount; usage is estimated at $4,500.00 for" in body.get_content()


def test_a_mail_that_would_name_another_customer_is_refused(year: Shop) -> None:  # noqa: F811
    stored = found(year, "accepted")
    quote = replace(year.register.quote(stored), title="Like Borealis Shipping has it")
    others = (Secret("another customer's name", "Borealis Shipping", is_name=True),)
    assert draft(stored, quote, b"", ENGLISH, register="r")
    with pytest.raises(Leaking, match="another customer's name"):
        draft(stored, quote, b"", ENGLISH, register="r", others=others)
