"""Places that cannot be used: what can be read is read, and what cannot be written is refused in a sentence."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from dealdesk.errors import DealdeskError
from dealdesk.register import open_register
from tests.register.disk import has_strace, traced
from tests.register.drafts import AT, draft, filled, new_file
from tests.register.test_faults import open_folder, ran_as_nobody  # noqa: F401 - a fixture

VOID = ("quote", "void", "Q-2026-1", "--reason", "x", "--as", "ann")
LIST = ("quote", "list", "--json")


def _kept(folder: Path) -> Path:
    """Make a register with two quotes, which everybody may read and write."""
    file = new_file(folder / ".dealdesk")
    with open_register(str(file)) as book:
        filled(book, 2)
    for each in (file.parent, *file.parent.iterdir()):
        each.chmod(0o777 if each.is_dir() else 0o666)
    folder.chmod(0o777)
    return file


def _read_only_folder(folder: Path) -> None:
    _kept(folder).parent.chmod(0o555)


def _read_only_file(folder: Path) -> None:
    _kept(folder).chmod(0o444)


def _closed_folder(folder: Path) -> None:
    _kept(folder).parent.chmod(0o000)


def _owned_by_another(folder: Path) -> None:
    _kept(folder).chmod(0o600)


def _dangling_link(folder: Path) -> None:
    _kept(folder).unlink()
    (folder / ".dealdesk" / "register.db").symlink_to(folder / "nowhere")


def _folder_in_its_place(folder: Path) -> None:
    _kept(folder).unlink()
    (folder / ".dealdesk" / "register.db").mkdir()


def _closed_target(folder: Path) -> None:
    _kept(folder)
    (folder / "out").mkdir(mode=0o555)


def _usable(folder: Path) -> None:
    _kept(folder)


CASES: tuple[tuple[Callable[[Path], None], tuple[str, ...], int, str], ...] = (
    (_read_only_folder, LIST, 0, "can only be read"),
    (_read_only_folder, VOID, 73, "cannot write"),
    (_read_only_file, LIST, 0, "can only be read"),
    (_read_only_file, VOID, 73, "cannot write"),
    (_closed_folder, LIST, 77, "belongs to somebody else"),
    (_closed_folder, ("register", "migrate"), 77, "belongs to somebody else"),
    (_closed_folder, ("init", "--force"), 73, "cannot write .dealdesk/.gitignore"),
    (_owned_by_another, LIST, 77, "belongs to somebody else"),
    (_owned_by_another, VOID, 77, "belongs to somebody else"),
    (_dangling_link, LIST, 69, "there is no register"),
    (_folder_in_its_place, LIST, 69, ""),
    (_usable, (*LIST, "--register", "none/register.db"), 69, "there is no register"),
    (_usable, ("register", "backup", "none/copy.db"), 73, "there is no folder none"),
    (_closed_target, ("register", "backup", "out/copy.db"), 73, "cannot write out/copy.db"),
    (_closed_target, ("register", "export", "out/all.jsonl"), 73, "cannot write out/all.jsonl"),
    (_usable, ("register", "restore", "none.db"), 74, "there is no backup"),
)


@pytest.mark.parametrize(
    ("prepare", "command", "code", "said"), CASES, ids=[f"{each[0].__name__}-{each[1][1]}" for each in CASES]
)
def test_what_cannot_be_used_is_told(
    open_folder: Path,  # noqa: F811
    prepare: Callable[[Path], None],
    command: tuple[str, ...],
    code: int,
    said: str,
) -> None:
    prepare(open_folder)
    try:
        ran = ran_as_nobody(open_folder, *command)
    finally:
        (open_folder / ".dealdesk").chmod(0o777)
    assert ran.code == code, ran.err
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert ran.err.count("\n") <= 2
    if code == 0:
        assert ran.out.count('"number"') == 2


@pytest.mark.skipif(not has_strace() and not os.environ.get("CI"), reason="strace is not installed")
@pytest.mark.parametrize("error", ["ENOLCK", "EACCES", "EIO"])
def test_a_folder_that_refuses_locks_as_networks_do_is_told(
    file: Path, tmp_path: Path, error: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dealdesk.register.sqlite.BUSY_SECONDS", 0.2)
    with open_register(str(file)) as book:
        filled(book, 1)
    told = tmp_path / "told.json"

    def work(tell: Callable[[str], None]) -> None:
        try:
            with open_register(str(file)) as book:
                book.add(draft("new"), actor="ann", at=AT)
        except DealdeskError as refused:
            told.write_text(json.dumps([refused.exit_code, str(refused)]), "utf-8")

    options = ("-e", "trace=fcntl", "-e", f"inject=fcntl:error={error}:when=1+")
    assert traced(work, tmp_path / "strace", *options) == 0
    code, words = json.loads(told.read_text("utf-8"))
    assert code in (69, 74)
    assert "the register" in words
    assert "\n" not in words
    with open_register(str(file)) as book:
        assert book.head().count == 1
