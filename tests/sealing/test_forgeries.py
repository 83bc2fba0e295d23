"""What a forger does to a PDF is found from the document alone; with the register or a signature none of it passes."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from dealdesk.desk.verifying import verify
from dealdesk.documents import render
from dealdesk.errors import DealdeskError
from dealdesk.sealing.restore import restored_from
from dealdesk.sealing.structure import unlike
from tests.abuse.edits import data_of, saved, with_data
from tests.abuse.verifying import TODAY, Scene, scene
from tests.sealing.forgeries import AGAIN, STRUCTURE, WHOLE, again, edited
from tests.sealing.priced import ROOT, example


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    made = scene(tmp_path_factory.mktemp("register"))
    yield made
    made.register.close()


def verdict(at: Scene, content: bytes, **options: bool) -> str:
    report = at.verified(content, **options)
    return "refused" if report is None else report.verdict


@pytest.mark.parametrize("name", STRUCTURE)
def test_it_is_made_of_other_things(at: Scene, name: str) -> None:
    assert unlike(edited(at.pdf, STRUCTURE[name]), at.pdf), name


@pytest.mark.parametrize("how", AGAIN)
def test_what_is_saved_again_is_made_of_the_same_things(at: Scene, how: str) -> None:
    assert unlike(again(at.pdf, how), at.pdf) == []


def test_what_a_signature_adds_is_nothing_else(at: Scene) -> None:
    assert unlike(at.signed, at.pdf) == []


@pytest.mark.parametrize("name", WHOLE)
def test_it_is_altered(at: Scene, name: str) -> None:
    assert verdict(at, WHOLE[name](at.pdf)) in ("altered", "refused")


def test_what_is_saved_again_is_valid_alone_and_has_not_the_bytes_of_the_register(at: Scene) -> None:
    content = again(at.pdf, "packed")
    assert verdict(at, content) == "valid"
    assert verdict(at, content, register=True) == "altered"
    assert verdict(at, content, trust=True) == "unproven"
    assert verdict(at, at.pdf + b"\n", register=True) == "altered"  # not even a line's end
    assert verdict(at, again(at.signed, "saved")) == "altered"


def test_a_signature_that_was_added_to_what_the_register_has_is_valid_only_if_it_is_trusted(at: Scene) -> None:
    assert verdict(at, at.signed, register=True) == "unproven"
    report = at.verified(at.signed, register=True, trust=True)
    assert report is not None
    assert (report.verdict, report.assurance) == ("valid", "register")
    assert any("up to what its signature added" in each for each in report.proven)


def test_a_link_of_one_s_own_template_is_not_something_foreign(tmp_path: Path) -> None:
    own = tmp_path / "templates" / "_base" / "blocks"
    own.mkdir(parents=True)
    packaged = ROOT / "templates" / "_base" / "blocks" / "notes.html.j2"
    link = '\n<p><a href="https://shop.example/terms">Our terms</a></p>\n'
    (own / "notes.html.j2").write_text(packaged.read_text("utf-8") + link)
    file = tmp_path / "quote.pdf"
    file.write_bytes(render(example("signed-online"), templates=tmp_path / "templates"))
    assert verify(file, today=TODAY).verdict == "valid"
    file.write_bytes(again(file.read_bytes(), "packed"))
    assert verify(file, today=TODAY).verdict == "valid"


def test_figures_are_held_against_the_data_where_the_templates_are_not_here(at: Scene) -> None:
    data = json.loads(data_of(at.pdf))
    other = render(restored_from(json.dumps(data | {"valid_until": "2031-03-07"}).encode()))

    def elsewhere(file: pikepdf.Pdf) -> None:
        file.docinfo["/DealdeskMade"] = f"quote letter {'0' * 64}"

    assert verdict(at, edited(at.pdf, elsewhere)) == "unproven"
    assert verdict(at, with_data(edited(other, elsewhere), data_of(at.pdf))) == "altered"


# ---- files that want time and memory


def digested(pdf: bytes) -> bytes:
    """Return a PDF that says it was made with templates that nobody has, and draws a page's content without end."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        file.docinfo["/DealdeskMade"] = f"quote letter {'0' * 64}"
        form = file.make_stream(b"0 0 1 1 re f", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
        form.BBox = pikepdf.Array([0, 0, 9, 9])
        for _ in range(12):
            around = file.make_stream(b"/X Do " * 10, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
            around.BBox, around.Resources = form.BBox, pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=form))
            form = around
        page = file.pages[0]
        page.obj.Resources.XObject = pikepdf.Dictionary(X=form)
        page.contents_add(file.make_stream(b"/X Do"))
        return saved(file)


def test_what_wants_too_much_ends_and_is_told(at: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dealdesk.sealing.opened.SECONDS", 4)
    monkeypatch.setattr("dealdesk.sealing.opened.WALL", 8)
    file = at.folder / "hungry.pdf"
    file.write_bytes(digested(at.pdf))
    with pytest.raises(DealdeskError, match="it was left"):
        verify(file, today=TODAY)


def test_data_that_no_quote_has_is_not_worked_through(at: Scene) -> None:
    data = json.loads(data_of(at.pdf))
    file = at.folder / "large.pdf"
    file.write_bytes(with_data(at.pdf, json.dumps(data | {"notes": ["word " * 900_000]}).encode()))
    with pytest.raises(DealdeskError, match="more than 4 MB, which no quote has"):
        verify(file, today=TODAY)
