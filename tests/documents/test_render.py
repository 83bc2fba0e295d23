"""`render`: what can be asked for, and that it always gives the same bytes."""

import hashlib
import io
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from dealdesk.documents import FORMATS, KINDS, render
from dealdesk.documents.assets import packaged_templates
from dealdesk.errors import RenderError
from dealdesk.quoting.quote import Quote
from dealdesk.quoting.quote.printed import Party
from tests.documents.samples import everything, sample, with_logo

LETTER, A4 = [0, 0, 612, 792], [0, 0, 595, 842]


def box(pdf: bytes) -> list[int]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return [round(float(each)) for each in document.pages[0].MediaBox]


def test_importing_documents_imports_nothing_heavy() -> None:
    heavy = {"weasyprint", "jinja2", "babel", "fontTools", "pydantic", "pikepdf", "pypdfium2"}
    code = f"import sys, dealdesk.documents; print(sorted({heavy!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_an_unknown_kind_format_or_page_is_refused_with_what_is_allowed() -> None:
    with pytest.raises(RenderError, match=r"no kind of document 'qoute'; allowed: .*quote.*; did you mean quote"):
        render(sample(), "qoute")
    with pytest.raises(RenderError, match=r"no format 'docx'; allowed: pdf, html, md, json"):
        render(sample(), "quote", "docx")
    with pytest.raises(RenderError, match=r"no page 'A4'; allowed: letter, a4; did you mean a4"):
        render(sample(), page="A4")


def test_registered_names_are_unique() -> None:
    for registry in (KINDS, FORMATS):
        names = [each.name for each in registry]
        assert len(names) == len(set(names))


def test_a_reader_in_north_america_has_letter_and_all_others_a4_unless_a_page_is_asked_for() -> None:
    assert box(render(sample())) == LETTER
    assert box(render(sample(currency="EUR"))) == A4
    abroad = sample(customer=replace(sample().customer, language="fr"))
    assert KINDS[0].page(abroad) == "a4"
    assert box(render(sample(currency="EUR"), page="letter")) == LETTER


def test_json_is_the_quote_itself() -> None:
    quote = sample()
    assert Quote.from_json(render(quote, format="json").decode()) == quote


SCRIPT = """
import hashlib, sys
from pathlib import Path
from dealdesk.documents import render
from dealdesk.quoting.quote import Quote
quote = Quote.from_json(Path(sys.argv[1]).read_text("utf-8"))
templates = Path(sys.argv[2]) if len(sys.argv) > 2 else None
for form in ("pdf", "html", "md"):
    print(hashlib.sha256(render(quote, "quote", form, templates=templates)).hexdigest())
"""


def digests(where: Path, seed: str, *arguments: Path) -> list[str]:
    environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo", "SOURCE_DATE_EPOCH": "1"}
    command = [sys.executable, "-c", SCRIPT, *map(str, arguments)]
    done = subprocess.run(command, cwd=where, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_the_same_quote_gives_the_same_bytes_in_any_process_and_folder(tmp_path: Path) -> None:
    quote = with_logo(everything())
    here = [hashlib.sha256(render(quote, "quote", form)).hexdigest() for form in ("pdf", "html", "md")]
    again = hashlib.sha256(render(quote)).hexdigest()
    path = tmp_path / "quote.json"
    path.write_text(quote.to_json(), "utf-8")
    copy = tmp_path / "other" / "templates"
    shutil.copytree(packaged_templates(), copy)
    assert again == here[0]
    assert digests(tmp_path, "7", path) == here
    assert digests(tmp_path / "other", "4", path, copy) == here


def test_metadata_come_from_the_quote() -> None:
    with pikepdf.open(io.BytesIO(render(sample()))) as pdf:
        info = {key: str(value) for key, value in pdf.docinfo.items()}
        assert info["/Title"] == "Quote Q-2026-00417 for Northwind Aerospace, Inc."
        assert info["/Author"] == "Halyard Systems, Inc."
        assert info["/CreationDate"] == info["/ModDate"] == "D:20261012000000Z"
        assert str(pdf.Root.Lang) == "en"
        assert b"Northwind Aerospace" in pdf.Root.Metadata.read_bytes()
        scopes = [str(each.A.Scope) for each in pdf.objects if getattr(each, "S", None) == "/TH"]
        assert set(scopes) == {"/Column", "/Row"}


def test_pdf_names_no_conformance_that_nobody_has_checked() -> None:
    with pikepdf.open(io.BytesIO(render(sample()))) as pdf:
        assert b"pdfuaid" not in pdf.Root.Metadata.read_bytes()
        assert bool(pdf.Root.MarkInfo.Marked)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("한국", r"customer\.name: the document's typefaces have no 한 \(U\+D55C, HANGUL SYLLABLE HAN\)"),
        ("Acme 🚀", r"no 🚀 \(U\+1F680, ROCKET\)"),
        ("Acme \u2029 Ltd", r"\\u2029 \(U\+2029, PARAGRAPH SEPARATOR\) cannot be printed"),
        ("exe.\u202etxt", r"\(U\+202E, RIGHT-TO-LEFT OVERRIDE\) cannot be printed"),
        ("a\x00b", r"\\x00 \(U\+0000, a control character\) cannot be printed"),
    ],
)
def test_a_character_that_cannot_be_printed_is_named_with_its_field(name: str, expected: str) -> None:
    with pytest.raises(RenderError, match=expected):
        render(sample(customer=Party(name)))


def test_accents_typed_as_characters_of_their_own_are_printed() -> None:
    assert render(sample(customer=Party("Cafe\u0301 Zu\u0308rich")))


@pytest.mark.parametrize("form", ["pdf", "html", "md"])
def test_control_characters_are_refused_in_every_format(form: str) -> None:
    with pytest.raises(RenderError, match="cannot be printed"):
        render(sample(notes=("a\x1b[31mb",)), format=form)


def test_a_quote_that_does_not_add_up_is_not_printed() -> None:
    quote = sample()
    totals = replace(quote.totals, net=quote.totals.net + 1)
    with pytest.raises(RenderError, match=r"does not add up: its lines come to 428,017\.50, its total is 428,018\.50"):
        render(replace(quote, totals=totals))


def test_an_accent_is_a_colour() -> None:
    with pytest.raises(RenderError, match="accent: 'red; }' is not a colour"):
        render(sample(accent="red; }"), format="html")
