"""No document of ours acts: every kind and format is looked through (row E5)."""

import io
import json
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pikepdf
import pytest

from dealdesk.documents import KINDS, kind_named, render
from dealdesk.documents.active import IN_PDF, found_active, in_pdf
from dealdesk.documents.calculator import SCRIPTS, script
from dealdesk.documents.sources import source_named
from tests.documents.samples import everything, with_logo


def names(value: Any, depth: int = 0) -> set[str]:
    """Return every name that is a key, or a value, in a PDF object and in those inside it."""
    if depth > 30 or (depth and getattr(value, "is_indirect", False)):
        return set()
    if isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        keys = list(value.keys())  # a Stream is iterated by its bytes
        return {*map(str, keys)} | {each for key in keys for each in names(value[key], depth + 1)}
    if isinstance(value, pikepdf.Array):
        return {each for item in value for each in names(item, depth + 1)}
    return {str(value)} if isinstance(value, pikepdf.Name) else set()


OF_A_DEAL = [each.name for each in KINDS if each.source == "deal"]


@pytest.mark.parametrize("kind", OF_A_DEAL)
def test_no_pdf_acts_and_only_data_is_attached(kind: str) -> None:
    made, which = render(with_logo(everything()), kind), kind_named(kind)
    assert found_active(made, "pdf") is None
    with pikepdf.open(io.BytesIO(made)) as pdf:
        found = {each for value in pdf.objects for each in names(value)}
        assert found & {f"/{each}" for each in (*IN_PDF, "URI")} == set()
        attached = dict(pdf.attachments)
        data = which.data(everything())
        assert len(attached) <= len(which.also(everything())) + (data is not None)
        for name, file in attached.items():
            content = file.get_file().read_bytes()
            assert name.endswith((".json", ".xml"))
            assert b"<!" not in content
            json.loads(content) if name.endswith(".json") else ElementTree.fromstring(content)
        assert sum(
            str(value.get("/Type", "")) == "/EmbeddedFile" for value in pdf.objects if hasattr(value, "get")
        ) == len(attached)


@pytest.mark.parametrize("kind", OF_A_DEAL)
def test_no_web_page_acts(kind: str) -> None:
    assert found_active(render(with_logo(everything()), kind, "html"), "html") is None


def test_a_calculator_runs_its_own_scripts_and_no_others() -> None:
    folder = Path(__file__).parents[2] / "examples" / "value-based"
    source = source_named("savings").read(folder / "inputs.toml", today=date(2026, 11, 21))
    page, ours = render(source, "savings", "html"), [script(each) for each in SCRIPTS]
    assert found_active(page, "html") is not None
    assert found_active(page, "html", scripts=ours) is None
    for more in ("<script>x()</script>", "<button onclick=x()>", '<input formaction="https://x.example">', "<iframe>"):
        assert found_active(page.replace(b"</body>", more.encode() + b"</body>"), "html", scripts=ours) is not None


ACTS = ("/OpenAction", "/AA", "/Names", "/AcroForm")


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize(
    ("where", "what", "expected"),
    [
        ("/OpenAction", {"/S": "/JavaScript", "/JS": "app.alert(1)"}, "/JavaScript"),
        ("/OpenAction", {"/S": "/Launch", "/F": "x"}, "/Launch"),
        ("/AA", {"/WC": {"/S": "/SubmitForm", "/F": "x"}}, "/SubmitForm"),
        ("/AcroForm", {"/Fields": []}, "/AcroForm"),
        ("/X", {"/S": "/URI", "/URI": "javascript:x"}, "a link to javascript:x"),
        ("/X", {"/S": "/URI", "/URI": "http://x.example"}, "a link to http://x.example"),
        ("/X", {"/S": "/GoToR", "/F": "x"}, "/GoToR"),
    ],
)
def test_what_acts_is_found_packed_or_not(where: str, what: dict[str, Any], expected: str, packed: bool) -> None:
    def made(value: Any) -> Any:
        if isinstance(value, dict):
            return pikepdf.Dictionary({key: made(each) for key, each in value.items()})
        if isinstance(value, list):
            return pikepdf.Array([made(each) for each in value])
        return pikepdf.Name(value) if value.startswith("/") else pikepdf.String(value)

    stream = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.Root[where] = pdf.make_indirect(made(what))
        mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
        pdf.save(stream, object_stream_mode=mode)
    assert expected in list(in_pdf(stream.getvalue()))


WORDS = "/JavaScript (/Launch) <</AA>> stream\n endstream endobj 1 0 obj <</Length 999999>> stream\n \\( %"


def test_words_in_text_are_no_actions_and_hide_none() -> None:
    for acts in (False, True):
        stream = io.BytesIO()
        with pikepdf.new() as pdf:
            pdf.add_blank_page()
            pdf.Root["/Aaa"] = pikepdf.String(WORDS)
            pdf.Root["/Metadata"] = pdf.make_stream(WORDS.encode())
            if acts:
                pdf.Root["/Zzz"] = pikepdf.Dictionary({"/S": pikepdf.Name("/Launch")})
            pdf.save(stream)
        assert list(in_pdf(stream.getvalue())) == (["/Launch"] if acts else [])
