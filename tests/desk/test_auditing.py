"""A register that was put back is found by the PDFs that it has printed since."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from dealdesk.cli.app import run
from dealdesk.desk.paper import document
from dealdesk.documents import render
from dealdesk.register import Register, open_register
from dealdesk.sealing.restore import restored_from
from tests.abuse.edits import data_of, with_data
from tests.register.drafts import AT, draft, filled, new_file
from tests.sealing.priced import example


def kept(register: Register, to: Path) -> None:
    register.database.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copyfile(to.parent / "register.db", to)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register as it was before its newest quote, before that was approved, and now; and the PDFs of those days."""
    folder = new_file(tmp_path_factory.mktemp("desk")).parent
    with open_register(str(folder / "register.db")) as register:
        first = filled(register, 2)[0]
        (folder / "first.pdf").write_bytes(document(register, register.find(first)))
        kept(register, folder / "before.db")
        made = register.add(draft("newest"), actor="ann", at=AT).stored
        kept(register, folder / "unapproved.db")
        for move, who in (("submit", "ann"), ("approve", "bob")):
            register.act(made.number, move, actor=who, at=AT)
        (folder / "newest.pdf").write_bytes(document(register, register.find(made.number)))
        kept(register, folder / "now.db")
    return folder


@pytest.fixture
def audit(desk: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, list[str]]]:
    """Audit one of the registers against PDFs: the exit code, and the faults."""

    def audited(register: str, *files: str) -> tuple[int, list[str]]:
        options = [each for file in files for each in ("--against", str(desk / file))]
        code = run(["audit", "verify", "--json", "--register", str(desk / register), *options])
        told = capsys.readouterr()
        return code, [each["message"] for each in json.loads(told.out)["faults"]] if told.out else [told.err]

    return audited


def test_a_rollback_is_found_against_the_newest_pdf_and_not_against_an_older_one(
    audit: Callable[..., tuple[int, list[str]]],
) -> None:
    assert audit("now.db", "first.pdf", "newest.pdf") == (0, [])
    assert audit("before.db", "first.pdf") == (0, [])  # all that this one printed is there
    code, (fault,) = audit("before.db", "first.pdf", "newest.pdf")[0], audit("before.db", "newest.pdf")[1][:1]
    assert code == 1
    assert fault.startswith("newest.pdf prints it as the record of Q-")
    assert "the database is an older copy" in fault


def test_a_rollback_to_before_its_approval_is_found(audit: Callable[..., tuple[int, list[str]]]) -> None:
    code, (fault,) = audit("unapproved.db", "newest.pdf")
    assert code == 1
    assert fault.startswith("newest.pdf prints it as the approval of Q-")
    assert "it is not there" in fault


def test_another_register_and_another_entry_are_told(desk: Path, audit: Callable[..., tuple[int, list[str]]]) -> None:
    newest = (desk / "newest.pdf").read_bytes()
    data = json.loads(data_of(newest))
    for name, change, words in (
        ("other.pdf", {"register": "0" * 32}, "was made by another register"),
        ("another.pdf", {"approval": "1"}, "it is another entry"),
    ):
        made = json.dumps(data | {"control": data["control"] | change}).encode()
        (desk / name).write_bytes(with_data(newest, made))
        code, (fault,) = audit("now.db", name)
        assert (code, words in fault) == (1, True)


def test_what_prints_no_record_is_told_in_words(desk: Path, audit: Callable[..., tuple[int, list[str]]]) -> None:
    empty = io.BytesIO()
    with pikepdf.new() as file:
        file.add_blank_page()
        file.save(empty)
    quote = render(restored_from(data_of((desk / "first.pdf").read_bytes())))
    for name, content, words in (
        ("empty.pdf", empty.getvalue(), "is not a quote of dealdesk"),
        ("text.pdf", b"hello", "is not a PDF"),
        ("broken.pdf", with_data(quote, b'{"control": []}'), "is not the data of a quote"),
        ("draft.pdf", render(example("single-plugin")), "the quote was not recorded when it was made"),
    ):
        (desk / name).write_bytes(content)
        code, (said,) = audit("now.db", name)
        assert (code, words in said) == (1, True), said
    assert "cannot read" in audit("now.db", "none.pdf")[1][0]
