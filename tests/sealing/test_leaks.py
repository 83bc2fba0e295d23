"""Canaries: secrets in every field, and in templates of one's own; none of them gets out."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pikepdf
import pytest

from dealdesk.documents import render
from dealdesk.documents.guard import guard
from dealdesk.documents.kinds.quote import KIND
from dealdesk.quoting.quote import Quote
from dealdesk.quoting.quote.finding import Finding
from dealdesk.sealing.leaks import Leaking, Public, leaks, squeezed
from dealdesk.sealing.private import Secret
from tests.sealing.priced import EXAMPLES, example

D = Decimal
NOTHING = Public(frozenset(), "")
COST = Secret("the cost", number=D("123456.78"))
NOTE = Secret("a note", "Walk away below forty")
WAYS = (
    "123456.78",
    "123,456.78",
    "123.456,78",
    "123\u202f456,78",
    "123'456.78",
    "123 456,78",
    "$123,456.78",
    "-123456.780",
)


def secret(quote: Quote) -> Quote:
    """Return a quote with a canary in every field that is the vendor's own."""
    line = replace(quote.lines[0], cost=D("98765.43"), at="secret-folder/private-deal.toml:7")
    finding = Finding("canary", "warning", "The canary sings of margins at dawn", "secret-folder/rules.toml:9")
    metrics = tuple(replace(each, value=D("61.8034")) if each.id == "margin" else each for each in quote.metrics)
    private = (*quote.private, ("a note on the rules", "Never tell them about Acme's price"), ("a floor", "87654.32"))
    return replace(quote, lines=(line, *quote.lines[1:]), findings=(finding,), metrics=metrics, private=private)


CANARIES = ("98765.43", "98,765.43", "private-deal", "The canary sings", "61.8034", "Acme's price", "87,654.32")


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("form", ["html", "md", "xml"])
def test_a_number_is_found_in_every_way_of_writing_it(way: str, form: str) -> None:
    (found,) = leaks(f"<p>Total</p> <p>{way}</p>".encode(), form, [COST], NOTHING, {})
    assert (found.what, found.where) == ("the cost", "the text")


@pytest.mark.parametrize(
    "text", ["walk  away below\nforty", "<p>Walk away</p><p>below forty</p>", "Walk&#32;away below forty"]
)
def test_a_text_is_found_whatever_its_spaces_and_tags(text: str) -> None:
    assert leaks(text.encode(), "html", [NOTE], NOTHING, {})


@pytest.mark.parametrize(
    "text", ['<p title="123,456.78">', "<!-- cost 123456.78 -->", '<i data-x="Walk away below forty">']
)
def test_what_stands_between_the_lines_is_found(text: str) -> None:
    assert leaks(text.encode(), "html", [COST, NOTE], NOTHING, {})


def test_what_the_reader_may_see_anyway_is_no_leak() -> None:
    public = Public(frozenset([D("123456.78")]), squeezed("We walk away below forty."))
    assert leaks(b"123,456.78 Walk away below forty", "md", [COST, NOTE], public, {}) == []
    assert leaks(b"1,234.56 and 12,345,678 and A123456.78", "md", [COST], NOTHING, {}) == []


@pytest.mark.parametrize("packed", [False, True])
def test_texts_among_the_objects_of_a_pdf_are_searched_and_their_references_are_not(packed: bool) -> None:
    # A document of a thousand objects has references such as "600 0 R"; none of them is a cost of 6,000.
    six, named = Secret("the cost", number=D(6000)), "Walk away below forty".encode("utf-16-be")
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.Root.Many = pikepdf.Array([pdf.make_indirect(pikepdf.Dictionary(Number=n, At=[600, 0])) for n in range(1000)])
    mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable

    def saved() -> bytes:
        pdf.save(made := io.BytesIO(), object_stream_mode=mode)
        return made.getvalue()

    assert leaks(saved(), "pdf", [six, NOTE], NOTHING, {}) == []
    pdf.Root.Many[10].Alt = pikepdf.String("it is (all in) 6,000.00 to us")
    pdf.Root.Many[11].Alt = pikepdf.String(b"\xfe\xff" + named)
    found = leaks(saved(), "pdf", [six, NOTE], NOTHING, {})
    assert {each.what: each.where for each in found} == dict.fromkeys(("the cost", "a note"), "a text of the PDF")


def test_numbers_beside_each_other_are_not_read_as_one() -> None:
    assert leaks(b"12 3456.78 and 123 4 56,78", "md", [COST], NOTHING, {}) == []


def test_members_of_an_archive_are_searched() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", "<si><t>Walk away below forty</t></si>")
        archive.writestr("docProps/core.xml", "<dc:creator>Walk away below forty</dc:creator>")
        archive.writestr("xl/worksheets/sheet1.xml", "<c><v>123456.78</v></c>")
    found = leaks(made.getvalue(), "xlsx", [COST, NOTE], NOTHING, {})
    assert {each.where for each in found} >= {"xl/sharedStrings.xml", "docProps/core.xml", "xl/worksheets/sheet1.xml"}


@pytest.mark.parametrize("form", ["pdf", "html", "md", "xlsx", "xml"])
def test_no_canary_of_any_field_is_in_a_document(form: str) -> None:
    made = render(secret(example("northwind")), "quote", form)  # the guard has looked at it
    for canary in CANARIES:
        assert canary.encode() not in made


def kept(folder: Path, name: str, text: str) -> Path:
    (folder / "quote").mkdir(parents=True, exist_ok=True)
    (folder / "quote" / name).write_text(text, "utf-8")
    return folder


LEAKY = ("98,765.43", "Never tell them about Acme's price")


@pytest.mark.parametrize("leaked", LEAKY)
@pytest.mark.parametrize("form", ["md", "pdf"])
def test_a_template_of_one_s_own_that_tells_is_not_written(form: str, leaked: str, tmp_path: Path) -> None:
    name = "quote.md.j2" if form == "md" else "quote.html.j2"
    text = f"<html lang='en'><head><title>Q</title></head><body><h1>Q</h1><p>{leaked}</p></body></html>"
    templates = kept(tmp_path, name, text if form != "md" else f"Price: {leaked}\n")
    with pytest.raises(Leaking, match="it holds what its reader may not see"):
        render(secret(example("single-plugin")), "quote", form, templates=templates)


def test_documents_for_the_vendor_s_own_people_are_not_searched() -> None:
    made = secret(example("single-plugin")).to_json().encode()
    guard(made, secret(example("single-plugin")), KIND, "json")
    with pytest.raises(Leaking):
        guard(made, secret(example("single-plugin")), KIND, "md")
    guard(made, secret(example("single-plugin")), replace(KIND, internal=True), "md")


def test_no_example_is_refused() -> None:
    for name in EXAMPLES:
        for form in ("md", "xml"):
            assert render(example(name), "quote", form)


def test_what_leaks_is_named_with_its_place() -> None:
    with pytest.raises(Leaking, match=r"the cost of .*, in the text: 98,765\.43"):
        guard(b"98,765.43", secret(example("single-plugin")), KIND, "md")
