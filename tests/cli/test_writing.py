"""Files are written whole or not at all."""

import os
from pathlib import Path

import pytest

from dealdesk.errors import WriteError
from dealdesk.writing import write_file


def names(folder: Path) -> set[str]:
    return {each.name for each in folder.iterdir()}


def test_a_file_is_written(tmp_path: Path) -> None:
    write_file(tmp_path / "quote.pdf", b"new")
    assert (tmp_path / "quote.pdf").read_bytes() == b"new"
    assert names(tmp_path) == {"quote.pdf"}


def test_a_new_file_has_the_permissions_of_any_other(tmp_path: Path) -> None:
    (tmp_path / "other").touch()
    write_file(tmp_path / "quote.pdf", b"")
    assert (tmp_path / "quote.pdf").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_a_file_that_is_replaced_keeps_its_permissions(tmp_path: Path) -> None:
    old = tmp_path / "quote.pdf"
    old.write_bytes(b"old")
    old.chmod(0o640)
    write_file(old, b"new")
    assert (old.read_bytes(), old.stat().st_mode & 0o777) == (b"new", 0o640)


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.pdf").write_bytes(b"old")
    (tmp_path / "link.pdf").symlink_to("real.pdf")
    write_file(tmp_path / "link.pdf", b"new")
    assert (tmp_path / "link.pdf").is_symlink()
    assert (tmp_path / "real.pdf").read_bytes() == b"new"


def test_a_device_is_written_directly() -> None:
    write_file("/dev/null", b"gone")
    assert not Path("/dev/null").is_file()


@pytest.mark.parametrize("step", ["fsync", "replace", "write"])
def test_a_failure_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    target = tmp_path / "quote.pdf"
    target.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    if step == "fsync":
        monkeypatch.setattr(os, "fsync", fail)
    elif step == "replace":
        monkeypatch.setattr(Path, "replace", fail)
    else:
        monkeypatch.setattr(Path, "open", fail)
    with pytest.raises(WriteError, match=r"cannot write .*quote.pdf: No space left on device"):
        write_file(target, b"new")
    monkeypatch.undo()
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == {"quote.pdf"}


def test_the_data_is_on_the_disk_before_the_name_and_the_name_before_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    sync, replace = os.fsync, Path.replace

    def synced(number: int) -> None:
        order.append("folder" if Path(f"/proc/self/fd/{number}").resolve().is_dir() else "file")
        sync(number)

    def replaced(self: Path, target: Path) -> Path:
        order.append("name")
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", replaced)
    write_file(tmp_path / "quote.pdf", b"new")
    assert order == ["file", "name", "folder"]


@pytest.mark.parametrize("name", ["", ".", "nowhere/quote.pdf", "a\0b", "x" * 300])
def test_a_name_that_cannot_be_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(WriteError) as raised:
        write_file(name, b"new")
    assert "\n" not in str(raised.value)
    assert "\0" not in str(raised.value)
    assert names(tmp_path) == set()


def test_an_interrupt_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_file(tmp_path / "quote.pdf", b"new")
    assert names(tmp_path) == set()
