"""What is recorded, on both databases: numbers, keys, revisions, moves, lists, and what comes back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal as D

import pytest

from dealdesk.errors import DealdeskError
from dealdesk.register import Register, Wanted, open_register
from dealdesk.register.lifecycle import NotAllowed, NotPermitted
from dealdesk.register.numbers import said_number
from dealdesk.register.problems import Conflict
from dealdesk.register.register import NotThere
from tests.register.drafts import AT, draft, filled, priced

EXPIRED = datetime(2026, 12, 21, tzinfo=UTC)


def test_numbers_have_no_gaps_and_begin_anew_each_year(book: Register) -> None:
    numbers = [book.add(draft(str(n)), actor="ann", at=AT).stored.number for n in range(3)]
    later = replace(draft("later"), quote=replace(draft("later").quote, issued=AT.date().replace(year=2027)))
    numbers.append(book.add(later, actor="ann", at=AT).stored.number)
    assert numbers == ["Q-2026-00001", "Q-2026-00002", "Q-2026-00003", "Q-2027-00001"]


def test_what_is_stored_comes_back(book: Register) -> None:
    made = book.add(draft("a", reference="CRM-1"), actor="desk", at=AT).stored
    assert (made.customer, made.net, made.list, made.currency) == ("Customer a", D("28215.00"), D("33000.00"), "USD")
    assert (made.rep, made.reference, made.state, made.live) == ("ann", "CRM-1", "draft", True)
    assert made == book.find(made.number)
    assert replace(book.quote(made), number=None, revision=1) == draft("a").quote
    assert book.deal(made) == priced().deal
    assert book.catalog(made) == priced().catalog
    record = book.record(made)
    assert record["engine"] == "dealdesk-1"
    assert record["rounding"] == "half_up"
    assert "bundle" in record["ruleset"].split()


def test_the_drafts_of_these_tests_are_what_pricing_gives() -> None:
    assert draft('a "b" ł').text == draft('a "b" ł').quote.to_json().encode()


def test_the_same_key_gives_the_same_quote(book: Register) -> None:
    first = book.add(draft("a"), actor="ann", at=AT)
    again = book.add(draft("a"), actor="ann", at=AT + timedelta(days=1))
    assert (first.is_new, again.is_new) == (True, False)
    assert again.stored == first.stored
    assert book.head().count == 1


def test_the_same_key_with_other_content_is_refused_with_both_digests(book: Register) -> None:
    book.add(draft("a"), actor="ann", at=AT, key="k")
    with pytest.raises(Conflict) as refused:
        book.add(draft("b"), actor="ann", at=AT, key="k")
    assert draft("a").inputs in str(refused.value)
    assert draft("b").inputs in str(refused.value)
    assert book.head().count == 1


def test_a_reference_is_used_once(book: Register) -> None:
    book.add(draft("a", reference="CRM-1"), actor="ann", at=AT)
    with pytest.raises(Conflict, match="the reference CRM-1 belongs to Q-2026-00001"):
        book.add(draft("b", reference="CRM-1"), actor="ann", at=AT)


def test_another_reference_makes_another_quote_of_the_same_deal(book: Register) -> None:
    first = book.add(draft("a", reference="CRM-1"), actor="ann", at=AT).stored
    other = book.add(draft("a", reference="CRM-2"), actor="ann", at=AT).stored
    assert (first.number, other.number) == ("Q-2026-00001", "Q-2026-00002")


def test_a_revision_supersedes_the_one_before(book: Register) -> None:
    first = book.add(draft("a"), actor="ann", at=AT).stored
    second = book.revise(first.number, draft("b"), actor="ann", at=AT)
    assert (second.stored.name, second.is_new) == ("Q-2026-00001, revision 2", True)
    assert [(each.revision, each.state, each.live) for each in book.versions(first.number)] == [
        (1, "superseded", False),
        (2, "draft", True),
    ]
    assert book.find(first.number) == second.stored
    assert [(each.kind, each.revision) for each in book.events(first.number)] == [
        ("create", 1),
        ("revise", 1),
        ("create", 2),
    ]


def test_a_revision_that_says_the_same_is_none(book: Register) -> None:
    first = book.add(draft("a"), actor="ann", at=AT).stored
    again = book.revise(first.number, draft("a"), actor="ann", at=AT)
    assert (again.stored, again.is_new) == (first, False)


def test_an_expired_quote_is_priced_again_by_a_revision_that_says_the_same(book: Register) -> None:
    first = book.add(draft("a"), actor="ann", at=AT).stored
    again = book.revise(first.number, draft("a"), actor="ann", at=EXPIRED)
    assert (again.stored.revision, again.is_new) == (2, True)


def test_a_revision_that_goes_back_to_what_was_said_before_is_another_one(book: Register) -> None:
    number = book.add(draft("a"), actor="ann", at=AT).stored.number
    for name in ("b", "a", "b"):
        made = book.revise(number, draft(name), actor="ann", at=AT)
        assert made.is_new
    assert [each.revision for each in book.versions(number)] == [1, 2, 3, 4]


def test_nobody_decides_on_a_quote_of_their_own(book: Register) -> None:
    number = book.add(draft("a"), actor="desk", at=AT).stored.number
    book.act(number, "submit", actor="sue", at=AT)
    for name in ("ann", "desk", "sue"):  # the rep, who recorded it, and who submitted it
        with pytest.raises(NotPermitted, match="nobody decides on a quote of their own"):
            book.act(number, "approve", actor=name, at=AT)
    assert book.act(number, "approve", actor="bob", at=AT).state == "approved"


def test_an_accepted_quote_stays_accepted(book: Register) -> None:
    number = filled(book, 2)[1]
    for move in ("void", "decline", "revise", "submit"):
        with pytest.raises(NotAllowed, match="is accepted, which is final; make a new one"):
            book.act(number, move, actor="ann", at=AT, reason="r")
    assert book.find(number).state_at(EXPIRED) == "accepted"


def test_a_quote_is_valid_through_the_end_of_its_last_day(book: Register) -> None:
    number = filled(book, 4)[3]
    sent = book.find(number)
    assert sent.state_at(EXPIRED - timedelta(microseconds=1)) == "sent"
    assert sent.state_at(EXPIRED) == "expired"
    assert book.find(number).state == "sent"  # what is stored is not overwritten
    with pytest.raises(NotAllowed, match="or take the late acceptance with --override"):
        book.act(number, "accept", actor="ann", at=EXPIRED)
    late = book.act(number, "accept-late", actor="ann", at=EXPIRED, reason="agreed")
    assert (late.state, late.reason, late.body["was"]) == ("accepted", "agreed", "expired")


def test_a_draft_that_expired_was_never_with_the_customer(book: Register) -> None:
    number = filled(book, 1)[0]
    with pytest.raises(NotAllowed, match="expired as draft, before the customer had it"):
        book.act(number, "accept-late", actor="ann", at=EXPIRED, reason="agreed")


def test_a_move_with_the_same_key_happens_once(book: Register) -> None:
    number = book.add(draft("a"), actor="ann", at=AT).stored.number
    first = book.act(number, "submit", actor="ann", at=AT, key="k")
    assert book.act(number, "submit", actor="ann", at=AT, key="k") == first
    assert book.head().count == 2


def test_lists_are_filtered_and_sorted_by_what_is_true_now(book: Register) -> None:
    filled(book, 6)
    now = {each.number[-1]: each.state_at(AT) for each in book.wanted(Wanted(), AT)}
    assert now == {"1": "draft", "2": "accepted", "3": "submitted", "4": "sent", "5": "void", "6": "declined"}

    def numbers(at: datetime = AT, **words: object) -> str:
        return "".join(each.number[-1] for each in book.wanted(Wanted(**words), at))  # type: ignore[arg-type]

    assert numbers() == "654321"
    assert numbers(descending=False, limit=2) == "12"
    assert numbers(is_open=True) == "431"
    assert numbers(EXPIRED, is_open=True) == ""
    assert numbers(EXPIRED, state="expired") == "431"
    assert numbers(expiring_by=EXPIRED) == "431"
    assert numbers(expiring_by=EXPIRED - timedelta(seconds=1)) == ""
    assert numbers(customer="CUSTOMER 2, B") == "3"
    assert numbers(customer="%") == ""
    assert numbers(all_revisions=True) == "6543321"
    assert numbers(rep="bob") == ""
    assert [(each.state, each.count, each.net) for each in book.stages(Wanted(is_open=True), AT)] == [
        ("draft", 1, 2821500),
        ("submitted", 1, 2821500),
        ("sent", 1, 2821500),
    ]
    assert book.count(Wanted(is_open=True, limit=1), AT) == 3


HOSTILE = (
    "Robert'); DROP TABLE versions;--",
    "%s %(key)s :key ? $1 {} \\ \" ' ` --",
    "';SELECT pg_sleep(9)--",
    "Łódź 東京 \U0001f600 ﷽ ß İ",
    "x' OR '1'='1",
    "=cmd|' /C calc'!A0",
    "%' ESCAPE '!' OR 1=1 --",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_stored_as_it_is(book: Register, text: str) -> None:
    made = draft(text)
    quote = replace(made.quote, title=text, customer=replace(made.quote.customer, name=text, segment=text, region=text))
    stored = book.add(replace(made, quote=quote, rep=text, reference=text), actor=text, at=AT).stored
    again = book.find(stored.number)
    assert {again.rep, again.reference, again.title, again.customer, again.segment, again.region} == {text}
    event = book.act(stored.number, "void", actor=text, at=AT, reason=text)
    assert (event.actor, event.reason) == (text, text)
    for words in ({"rep": text}, {"customer": text}, {"segment": text}):
        assert [each.number for each in book.wanted(Wanted(**words), AT)] == [stored.number]  # type: ignore[arg-type]
    assert [each.kind for each in book.events(actor=text)] == ["create", "void"]
    assert book.head().count == 2


@pytest.mark.parametrize("text", ["", " ", "a\x00b", "a\x1b[31m", "a\u202eb", "\ud800", "x" * 4001])
def test_what_nobody_can_see_is_refused(book: Register, text: str) -> None:
    number = book.add(draft("a"), actor="ann", at=AT).stored.number
    with pytest.raises(DealdeskError):
        book.act(number, "void", actor="ann", at=AT, reason=text)
    with pytest.raises(DealdeskError):
        book.act(number, "submit", actor=text, at=AT)
    assert book.head().count == 1


PATHS = (
    "../Q-2026-00001", "/etc/passwd", "Q-2026-00001/..", "Q-2026-00001.", "Q-2026-00001\x00", "%2e%2e", "CON", "-o", "",
    "Q-2026-" + "1" * 300, "Q‑2026‑00001", "Q-２０２６-00001", "Q-2026-00001\n../x", "~", "Q-2026-",
)  # fmt: skip


@pytest.mark.parametrize("text", PATHS)
def test_a_number_is_never_anything_else(book: Register, text: str) -> None:
    with pytest.raises(DealdeskError) as refused:
        book.find(text)
    assert not isinstance(refused.value, NotThere)
    assert "\n" not in str(refused.value)


def test_numbers_may_be_typed_short() -> None:
    assert said_number("q-2026-417") == said_number("2026/417") == said_number(" Q-2026-00417 ") == "Q-2026-00417"


def test_a_quote_that_is_not_there_is_told(book: Register) -> None:
    with pytest.raises(NotThere, match="there is no quote Q-2026-00009"):
        book.find("Q-2026-9")
    book.add(draft("a"), actor="ann", at=AT)
    with pytest.raises(NotThere, match="Q-2026-00001 has no revision 2; it has 1"):
        book.find("Q-2026-1", 2)


def test_what_is_recorded_cannot_be_changed_by_a_statement(book: Register) -> None:
    filled(book, 1)
    database = book.database
    for statement in (
        "UPDATE events SET actor = 'x'",
        "DELETE FROM events",
        "UPDATE contents SET body = digest",
        "DELETE FROM contents",
        "UPDATE versions SET net = 1",
        "DELETE FROM versions",
    ):
        with pytest.raises(database.driver.errors):
            database.connection.execute(statement)
    database.connection.execute("UPDATE versions SET state = 'void'")  # only states may, and `audit verify` sees it


def test_only_one_version_of_a_quote_counts(book: Register) -> None:
    number = book.add(draft("a"), actor="ann", at=AT).stored.number
    book.revise(number, draft("b"), actor="ann", at=AT)
    with pytest.raises(book.database.driver.errors):
        book.database.connection.execute("UPDATE versions SET live = 1")


def test_a_register_is_closed_and_opened_again(url: str) -> None:
    with open_register(url) as first:
        filled(first, 3)
        head = first.head()
    with open_register(url) as second:
        assert second.head() == head
        assert second.id == first.id


def test_a_move_of_a_revision_that_counts_no_more_is_refused(book: Register) -> None:
    number = book.add(draft("1"), actor="ann", at=AT).stored.number
    book.revise(number, draft("2"), actor="ann", at=AT)
    book.act(number, "submit", actor="ann", at=AT, revision=2)
    with pytest.raises(NotAllowed, match="was revised meanwhile: revision 2 counts, and you looked at revision 1"):
        book.act(number, "approve", actor="bob", at=AT, revision=1)
    assert book.find(number).state == "submitted"


@pytest.mark.parametrize("text", ["\udcff", "a\x00b", "'; DROP TABLE versions; --", "%s", ":now"])
def test_what_nobody_is_called_finds_nobody_or_is_told(book: Register, text: str) -> None:
    numbers = filled(book, 1)
    for wanted in (Wanted(customer=text), Wanted(rep=text)):
        try:
            assert list(book.wanted(wanted, AT)) == []
        except DealdeskError as told:
            assert "holds what no register can hold" in str(told)  # noqa: PT017
    with pytest.raises(DealdeskError):
        book.find(numbers[0], 10**30)
    assert book.find(numbers[0]).number == numbers[0]
