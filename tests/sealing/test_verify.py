"""`dealdesk verify`: what it says of documents as they are, and of files that are none."""

from __future__ import annotations

import io
import json
import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pikepdf
import pytest

from dealdesk.cli.app import run
from dealdesk.desk.recording import draft_of
from dealdesk.desk.verifying import verify
from dealdesk.documents import render
from dealdesk.sealing.opened import Unreadable, compared, opened
from dealdesk.sealing.restore import restored_from
from tests.abuse.edits import EDITS, UNSEEN, changed, data_of, edited, saved, with_data
from tests.abuse.verifying import NOON, TODAY, Scene, faults, scene
from tests.sealing.certificates import certificate
from tests.sealing.priced import ROOT, example

CATALOGS = ROOT / "catalogs"


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    made = scene(tmp_path_factory.mktemp("register"))
    yield made
    made.register.close()


def said(at: Scene, content: bytes, **options: bool) -> tuple[str, str]:
    report = at.verified(content, **options)
    assert report is not None
    return report.verdict, report.assurance


def test_a_document_as_it_was_made_is_valid_and_the_words_say_from_what(at: Scene) -> None:
    assert said(at, at.pdf) == ("valid", "document")
    assert said(at, at.signed, trust=True) == ("valid", "signature")
    assert said(at, at.pdf, register=True) == ("valid", "register")
    assert said(at, at.pdf, trust=True) == ("unproven", "document")


def test_an_order_form_is_verified_too(tmp_path: Path) -> None:
    file = tmp_path / "order.pdf"
    file.write_bytes(render(example("signed-online"), "order-form"))
    assert verify(file, today=TODAY).verdict == "valid"


def test_the_last_day_counts_and_the_next_does_not(at: Scene) -> None:
    file = at.folder / "quote.pdf"
    file.write_bytes(at.pdf)
    last = date.fromisoformat(json.loads(data_of(at.pdf))["valid_until"])
    assert verify(file, today=last).verdict == "valid"
    assert verify(file, today=last + timedelta(days=1)).verdict == "expired"


def test_another_catalog_is_told(at: Scene) -> None:
    file = at.folder / "quote.pdf"
    file.write_bytes(at.pdf)
    assert verify(file, today=TODAY, catalog=CATALOGS / "stellar-logic").verdict == "valid"
    assert verify(file, today=TODAY, catalog=CATALOGS / "ai-control-plane").verdict == "another catalog"


def test_a_revision_supersedes(tmp_path: Path) -> None:
    made = scene(tmp_path)
    draft, _ = draft_of(ROOT / "examples" / "yen" / "deal.toml", rep="rep", at=NOON)
    number = json.loads(data_of(made.pdf))["number"]
    made.register.revise(number, draft, actor="rep", at=NOON)
    report = made.verified(made.pdf, register=True)
    made.register.close()
    assert report is not None
    assert report.verdict == "superseded"
    assert "revision 2 counts" in report.found[0].words


def test_a_number_that_the_register_does_not_know(at: Scene) -> None:
    data = json.loads(data_of(at.pdf))
    data["number"] = "Q-2026-77777"
    made = render(restored_from(json.dumps(data).encode()))
    assert said(at, made) == ("valid", "document")  # it is consistent, and says no more
    assert said(at, made, register=True)[0] == "altered"


def test_a_changed_figure_is_named_with_page_and_field(at: Scene) -> None:
    data = json.loads(data_of(at.pdf))
    net = data["totals"]["net"]
    data["totals"]["net"] = "1.00"
    report = at.verified(with_data(at.pdf, json.dumps(data).encode()))
    assert report is not None
    assert report.verdict == "altered"
    assert ("totals.net", "1.00", net) in [(each.field, each.now, each.was) for each in report.found]


def test_a_changed_page_is_named_with_what_it_says_and_should(at: Scene) -> None:
    data = json.loads(data_of(at.pdf))
    data["customer"]["name"] = "Somebody Else Ltd"
    other = render(restored_from(json.dumps(data).encode()))
    report = at.verified(with_data(other, data_of(at.pdf)))
    assert report is not None
    assert any(each.page == 1 and "Somebody Else" in each.now for each in report.found)


def test_edits_are_found(at: Scene) -> None:
    counts = Counter[str]()
    for number in range(10):
        chance = random.Random(f"ci {number}")
        one = edited(at.signed if number % 2 else at.pdf, chance)
        assert faults(at, number, one, chance, counts) == []
    assert counts["found from the document alone"] >= 6


def test_flipped_bits_of_data_never_pass(at: Scene) -> None:
    for number in range(4):
        chance = random.Random(f"bits {number}")
        report = at.verified(with_data(at.pdf, changed(data_of(at.pdf), chance)))
        assert report is None or report.verdict == "altered"


@pytest.mark.parametrize(
    ("key", "value"),
    [("accent", None), ("accent", []), ("currency", None), ("currency", {}), ("currency", 1), ("notes", ["\ud800"])],
)
def test_values_of_a_sort_that_no_quote_has_are_told_in_words(at: Scene, key: str, value: object) -> None:
    data = json.loads(data_of(at.pdf)) | {key: value}
    report = at.verified(with_data(at.pdf, json.dumps(data).encode()))
    assert report is None or report.verdict == "altered"


def test_nothing_hides_in_the_place_of_a_signature_which_no_signature_covers(at: Scene) -> None:
    start = at.signed.index(b"/Contents <") + len("/Contents <")
    end = at.signed.index(b">", start)
    digit = next(n for n in range(start + 400, end) if at.signed[n : n + 1] in (b"A", b"B", b"C"))
    for place, sign in ((start + 501, b"\x14"), (digit, at.signed[digit : digit + 1].lower()), (end - 1, b"1")):
        report = at.verified(at.signed[:place] + sign + at.signed[place + 1 :], register=True, trust=True)
        assert report is None or report.verdict != "valid", (place, sign)
    report = at.verified(at.signed, trust=True)
    assert report is not None
    assert (report.verdict, report.assurance) == ("valid", "signature")


# ---- files that are none of ours


def hostile(name: str, pdf: bytes) -> bytes:
    if name == "not a PDF":
        return b"hello"
    if name == "empty":
        return b""
    if name == "truncated":
        return pdf[: len(pdf) // 3]
    if name == "only a header":
        return b"%PDF-1.7\n"
    if name == "noise":
        return b"%PDF-1.7\n" + random.Random(1).randbytes(50_000)
    with pikepdf.open(io.BytesIO(pdf)) as file:
        if name == "encrypted":
            out = io.BytesIO()
            file.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
            return out.getvalue()
        if name == "without data":
            del file.attachments["quote.json"]
        if name == "no JSON":
            file.attachments["quote.json"].obj.EF.F.write(b"{")
        if name == "nested":
            file.attachments["quote.json"].obj.EF.F.write(b"[" * 100_000)
        if name == "bomb":
            file.attachments["quote.json"].obj.EF.F.write(b"0" * (30 << 20))
        return saved(file)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("not a PDF", "is not a PDF"),
        ("empty", "is not a PDF"),
        ("truncated", ""),
        ("only a header", "not a PDF, or it is damaged"),
        ("noise", "not a PDF, or it is damaged"),
        ("encrypted", "a password is needed"),
        ("without data", "carries no quote.json"),
        ("no JSON", "is not the data of a quote"),
        ("nested", "is not the data of a quote"),
        ("bomb", "larger than 24 MB"),
    ],
)
def test_what_is_no_quote_is_told_in_words(at: Scene, name: str, words: str, tmp_path: Path) -> None:
    file = tmp_path / "some.pdf"
    file.write_bytes(hostile(name, at.pdf))
    with pytest.raises(Unreadable) as refused:
        verify(file, today=TODAY)
    assert words in str(refused.value)
    assert str(refused.value).startswith("some.pdf")


def test_data_of_the_first_format_is_read_and_not_proven(at: Scene, tmp_path: Path) -> None:
    data = json.loads(data_of(at.pdf))
    data["format"] = "dealdesk-quote/1"
    del data["derivation"]
    file = tmp_path / "old.pdf"
    file.write_bytes(with_data(at.pdf, json.dumps(data).encode()))
    report = verify(file, today=TODAY)
    assert (report.verdict, report.facts["total"]) == ("unproven", data["totals"]["net"])


def test_what_acts_is_told(at: Scene) -> None:
    with pikepdf.open(io.BytesIO(at.pdf)) as file:
        file.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        made = saved(file)
    assert opened(made, "x.pdf").acts == ["OpenAction"]
    assert said(at, made)[0] == "altered"


def test_templates_of_a_project_are_found_or_asked_for(tmp_path: Path) -> None:
    own = tmp_path / "shop" / "templates" / "_base" / "blocks"
    own.mkdir(parents=True)
    packaged = ROOT / "templates" / "_base" / "blocks" / "notes.html.j2"
    (own / "notes.html.j2").write_text(packaged.read_text("utf-8") + "\n<p>Questions? We answer within a day.</p>\n")
    made = render(example("signed-online"), templates=tmp_path / "shop" / "templates")
    here, there = tmp_path / "shop" / "quote.pdf", tmp_path / "quote.pdf"
    for file in (here, there):
        file.write_bytes(made)
    assert verify(here, today=TODAY).verdict == "valid"
    assert verify(there, today=TODAY, templates=tmp_path / "shop" / "templates").verdict == "valid"
    report = verify(there, today=TODAY)
    assert report.verdict == "unproven"
    assert "give --templates" in report.found[0].words


# ---- the command


def test_the_command_says_it_for_people_and_for_programs(
    at: Scene, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "quote.pdf"
    file.write_bytes(at.pdf)
    assert run(["verify", str(file), "--today", TODAY.isoformat()]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Valid: quote.pdf")
    assert "The document alone" in " ".join(out.split())
    assert run(["verify", str(file), "--today", "2045-01-01", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["verdict"], told["valid"], told["assurance"]) == ("expired", False, "document")
    assert run(["verify", str(tmp_path / "none.pdf")]) == 2
    assert "cannot read" in capsys.readouterr().err


def test_signing_by_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, cert, p12 = certificate(tmp_path)
    file = tmp_path / "quote.pdf"
    file.write_bytes(render(example("single-plugin")))
    monkeypatch.setenv("DEALDESK_PASSPHRASE", "p12")
    assert run(["sign", str(file), "--key", str(p12)]) == 0
    made = tmp_path / "quote-signed.pdf"
    assert run(["verify", str(made), "--trust", str(cert), "--today", TODAY.isoformat()]) == 0
    monkeypatch.delenv("DEALDESK_PASSPHRASE")
    assert run(["sign", str(file), "--key", str(p12)]) == 2  # nobody to ask


def test_the_register_of_the_project_is_asked_without_being_told(
    at: Scene, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("DEALDESK_REGISTER", raising=False)
    monkeypatch.chdir(at.folder)
    unknown = json.loads(data_of(at.pdf)) | {"number": "Q-2026-77777"}
    files = {"ours.pdf": at.pdf, "theirs.pdf": render(restored_from(json.dumps(unknown).encode()))}
    told = {}
    for name, content in files.items():
        (at.folder / name).write_bytes(content)
        for option in ((), ("--alone",)):
            run(["verify", name, "--json", "--today", TODAY.isoformat(), *option])
            report = json.loads(capsys.readouterr().out)
            told[name, *option] = (report["verdict"], report["assurance"])
    assert told == {
        ("ours.pdf",): ("valid", "register"),
        ("ours.pdf", "--alone"): ("valid", "document"),
        ("theirs.pdf",): ("unproven", "document"),
        ("theirs.pdf", "--alone"): ("valid", "document"),
    }


def test_what_no_picture_shows_is_found(at: Scene) -> None:
    for put_in in UNSEEN:
        with pikepdf.open(io.BytesIO(at.pdf)) as file:
            put_in(file)
            made = saved(file)
        assert compared(made, at.pdf, "edited"), put_in
    with pikepdf.open(io.BytesIO(at.pdf)) as file:
        assert compared(saved(file), at.pdf, "saved again") == []
    assert compared(at.signed, at.pdf, "signed") == []


def test_who_signs_and_draws_in_the_same_update_has_altered_it(at: Scene) -> None:
    made, _ = EDITS["signed over"](at.pdf, random.Random(1))
    assert made.startswith(at.pdf)  # every byte before is genuine
    assert said(at, made)[0] == "altered"
    assert said(at, made, register=True)[0] == "altered"
