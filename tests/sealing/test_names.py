"""Names of other customers: what is found, and what is a word like any other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from dealdesk.catalog.load import load_catalog
from dealdesk.cli.app import run
from dealdesk.desk.others import others_in
from dealdesk.desk.paper import document
from dealdesk.documents import render
from dealdesk.documents.guard import guard
from dealdesk.documents.kept_back import of_catalog
from dealdesk.documents.kinds.quote import KIND
from dealdesk.quoting.private import REFERENCE
from dealdesk.register import open_register
from dealdesk.sealing.leaks import Leaking, Public, leaks
from dealdesk.sealing.names import is_searched
from dealdesk.sealing.private import Secret
from tests.register.drafts import AT, draft, new_file
from tests.sealing.priced import ROOT, example

NOTHING = Public(frozenset(), "")


def named(name: str) -> Secret:
    return Secret("another customer's name", name, is_name=True)


def is_found(name: str, text: str) -> bool:
    return bool(leaks(text.encode(), "md", [named(name)], NOTHING))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Harbor Mutual Insurance, Inc.", "as we did for Harbor Mutual\nInsurance last year"),
        ("Harbor Mutual Insurance", "HARBOR MUTUAL INSURANCE"),
        ("Northwind Ltd", "like Northwind, they pay"),
        ("Northwind", "see NORTHWIND/terms"),
        ("Société Générale", "chez Société Générale"),
        ("株式会社山田商事", "前回は株式会社山田商事様に"),
        ("Müller & Söhne GmbH", "wie bei Müller & Söhne"),
        ("Harbor Mutual Insurance", "<b>Har</b>bor Mu\u200btual Insurance"),
    ],
)
def test_a_name_is_found_as_whole_words(name: str, text: str) -> None:
    assert is_found(name, text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Media", "Media and Total"),  # too short to be told from a word
        ("Northwind", "a northwind blows"),  # one word counts only as it is written
        ("Northwind", "Northwinds"),
        ("Harbor Mutual Insurance", "Harbor Insurance"),
        ("2026-001", "2026-001"),
    ],
)
def test_a_word_like_any_other_is_no_name(name: str, text: str) -> None:
    assert not is_found(name, text)


def test_names_too_short_are_not_looked_for() -> None:
    assert [is_searched(each) for each in ("Total", "Media AG", "Planet", "日本", "山田商事")] == [
        False, True, True, False, True,
    ]  # fmt: skip


def test_a_name_that_the_reader_reads_anyway_or_that_documents_have_as_a_word_is_no_leak() -> None:
    quote = example("single-plugin")
    made = render(quote, "quote", "md")
    own = quote.customer.name
    guard(made, quote, KIND, "md", [named(own), named(f"{own} Holding"), named("Summary"), named("Billing schedule")])
    with pytest.raises(Leaking, match="another customer's name, in the text: Contoso Bank"):
        guard(made + b"\nas for Contoso Bank", quote, KIND, "md", [named("Contoso Bank")])


def test_a_name_in_a_note_was_copied_from_another_deal_unless_it_may_be_a_word() -> None:
    quote = replace(example("single-plugin"), notes=("Terms as for Contoso Bank", "Target: live by 1 March"))
    with pytest.raises(Leaking, match=r"another customer's name, .*: Contoso Bank"):
        render(quote, "quote", "md", others=[named("Contoso Bank")])
    assert render(quote, "quote", "md", others=[named("Target Corp")])
    partner = replace(quote, partner="Contoso Bank")  # whom the customer reads anyway
    assert render(partner, "quote", "md", others=[named("Contoso Bank")])


def test_a_reference_customer_may_be_named() -> None:
    quote = replace(example("single-plugin"), notes=("Live at Contoso Bank since 2024",))
    with pytest.raises(Leaking, match="belongs in references of"):
        render(quote, "quote", "md", others=[named("Contoso Bank")])
    agreed = replace(quote, private=(*quote.private, (REFERENCE, "Contoso Bank")))
    assert b"Live at Contoso Bank" in render(agreed, "quote", "md", others=[named("Contoso Bank")])
    with pytest.raises(Leaking, match="Fabrikam Bank"):
        render(
            replace(agreed, notes=("As Fabrikam Bank",)),
            "quote",
            "md",
            others=[named("Contoso Bank"), named("Fabrikam Bank")],
        )


def test_a_catalog_s_examples_codes_and_price_books_are_known(tmp_path: Path) -> None:
    (tmp_path / "shop.toml").write_text(
        """
[catalog]
id = "shop"
name = "Shop"
version = "1"
currency = "USD"
[products.seat]
name = "Seat"
kind = "plugin"
family = "seats"
charges = [{ id = "seats", period = "month", unit = "seat", model = "per_unit", price = 19.99 }]
[rules.promotion]
codes = [{ code = "CONTOSO-2026", percent = 30 }]
[rules.price_book]
entries = [{ name = "Fabrikam framework", segments = ["public"], percent = 12 }]
[segments.public]
name = "Public"
[[examples]]
name = "A seat"
deal = { customer = { name = "Adventure Works" }, lines = [{ sku = "seat", quantity = 1 }] }
expect = { net = 239.88 }
"""
    )
    secrets = of_catalog(load_catalog(tmp_path / "shop.toml"))
    for text in ("CONTOSO-2026", "the Fabrikam framework", "Adventure Works"):
        assert leaks(f"given: {text}.".encode(), "md", secrets, NOTHING), text
    assert not leaks(b"a framework for works of adventure, 2026", "md", secrets, NOTHING)


def test_a_register_knows_other_customers_and_their_quotes(tmp_path: Path) -> None:
    with open_register(str(new_file(tmp_path))) as register:
        ours = register.add(draft("Ours"), actor="ann", at=AT).stored
        theirs = register.add(draft("Theirs"), actor="ann", at=AT).stored
        others = others_in(register, ours.customer)
        assert {each.text for each in others} == {theirs.customer, theirs.number}
        for text in (theirs.customer, theirs.number):
            assert leaks(f"as in {text}".encode(), "md", others, NOTHING), text
        assert not leaks(f"{ours.customer} {ours.number}".encode(), "md", others, NOTHING)
        own = tmp_path / "templates" / "quote"
        own.mkdir(parents=True)
        (own / "quote.md.j2").write_text(f"As for {theirs.customer} in {theirs.number}\n")
        with pytest.raises(Leaking, match=f"name, in the text: {theirs.customer}.*in the text: {theirs.number}"):
            document(register, ours, form="md", templates=own.parent)
        assert document(register, ours, form="md")


def test_the_command_asks_the_register_of_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = new_file(tmp_path / ".dealdesk")
    with open_register(str(file)) as register:
        theirs = register.add(draft("Theirs"), actor="ann", at=AT).stored
    monkeypatch.setenv("DEALDESK_REGISTER", str(file))
    monkeypatch.chdir(tmp_path)
    own = tmp_path / "templates" / "roi-deck"
    own.mkdir(parents=True)
    (own / "roi-deck.md.j2").write_text(f"{theirs.customer} had it for less.\n")
    case = ROOT / "examples" / "northwind" / "roi.toml"
    assert run(["render", "roi-deck", str(case), "-o", "deck.md", "--templates", str(own.parent)]) != 0
    said = capsys.readouterr().err
    assert "another customer's name" in " ".join(said.split())
    assert not (tmp_path / "deck.md").exists()


def test_a_register_that_cannot_be_asked_is_told_and_the_document_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "broken.db").write_bytes(b"no database at all" * 100)
    monkeypatch.setenv("DEALDESK_REGISTER", str(tmp_path / "broken.db"))
    deal = ROOT / "examples" / "single-plugin" / "deal.toml"
    assert run(["render", "quote", str(deal), "-o", str(tmp_path / "quote.md")]) == 0
    assert "names of other customers were not looked for" in " ".join(capsys.readouterr().err.split())
    assert (tmp_path / "quote.md").exists()
