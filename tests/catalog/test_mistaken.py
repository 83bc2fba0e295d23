"""Files that are not what they were taken for, and the names by which places call files."""

from __future__ import annotations

from errno import EACCES, EIO
from pathlib import Path

import pytest

from dealdesk.catalog.load import load_catalog, packaged, shown
from dealdesk.catalog.mistaken import deal_meant, not_text, unread
from dealdesk.errors import CatalogError, DealError, WriteError
from dealdesk.quoting.load import load_deal
from dealdesk.writing import write_file

DEAL = 'catalog = "acme"\n'
CATALOG = '[catalog]\nid = "acme"\n'


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_what_the_system_refuses_is_said_in_words_and_what_has_no_words_keeps_its_own() -> None:
    assert unread(PermissionError(EACCES, "Permission denied"), "x").message.startswith("you do not have the right")
    assert unread(OSError(EIO, "Input/output error"), "x").message == "cannot be read: Input/output error"
    assert unread(ValueError("embedded null byte"), "x").message == "cannot be read: embedded null byte"


@pytest.mark.parametrize("name", ["deal.toml/inside", "n" * 300])
def test_a_name_that_no_file_has_is_told(room: Path, name: str) -> None:
    (room / "deal.toml").write_text(DEAL)
    with pytest.raises(DealError) as caught:
        load_deal(name)
    (mistake,) = caught.value.mistakes
    assert mistake.code == "file"
    assert mistake.place is not None
    assert mistake.place.file == name
    assert "cannot be read" not in mistake.message


def test_the_deal_that_was_meant_is_looked_for_here_and_one_folder_below(room: Path) -> None:
    (room / "deals" / "old").mkdir(parents=True)
    (room / "deals" / "northwind.toml").write_text(DEAL)
    (room / "deals" / "old" / "southwind.toml").write_text(DEAL)
    (room / "acme.toml").write_text(CATALOG)
    assert deal_meant(Path("nothwind")) == "did you mean deals/northwind.toml?"
    assert deal_meant(Path("acme")) == "the deals there: deals/northwind.toml"
    assert deal_meant(Path("nowhere/x.toml")) == "there is no folder nowhere"


def test_a_deal_from_a_pipe_is_read_once_and_priced(room: Path) -> None:
    """A compiled form is looked up by the bytes of a file; those of a pipe can be read once only."""
    import os
    import threading

    os.mkfifo(room / "pipe")
    thread = threading.Thread(target=lambda: (room / "pipe").write_text('catalog = "x"\nstart = 1\n'))
    thread.start()
    with pytest.raises(DealError) as caught:
        load_deal("pipe")
    thread.join()
    assert "`start` must be a date" in caught.value.mistakes[0].message or len(caught.value.mistakes) > 1
    assert all(each.message != "the file is empty" for each in caught.value.mistakes)


def test_a_device_without_an_end_is_too_large() -> None:
    with pytest.raises(DealError, match="the file is too large"):
        load_deal("/dev/zero")


def test_other_formats_are_known_by_how_they_begin() -> None:
    assert not_text(b"# \xe9", "x") is None
    found = not_text(b"%PDF-1.7", "x")
    assert found is not None
    assert found.message == "this is a PDF, not text"


def test_files_are_named_so_that_a_person_finds_them(room: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (room / "deals").mkdir()
    (room / "catalogs").mkdir()
    (room / "deals" / "first.toml").write_text(DEAL)
    assert shown(room / "deals" / "first.toml") == "deals/first.toml"
    monkeypatch.chdir(room / "deals")
    assert shown(room / "catalogs" / "acme.toml") == "../catalogs/acme.toml"
    assert shown(Path("/x.toml")) == "/x.toml"
    assert shown(packaged("catalogs") / "stellar-logic" / "rules.toml") == "stellar-logic/rules.toml"


def test_rules_of_a_packaged_catalog_are_named_by_it_from_anywhere(room: Path) -> None:
    catalog = load_catalog("stellar-logic")
    assert catalog.at("rules").startswith("stellar-logic/")
    assert all(name.startswith("stellar-logic/") for name in catalog.sources.files)


def test_an_empty_name_is_no_catalog(room: Path) -> None:
    with pytest.raises(CatalogError, match="the name of the catalog is empty"):
        load_catalog("")


def test_a_folder_that_there_is_not_is_named_when_a_file_cannot_be_written(room: Path) -> None:
    with pytest.raises(WriteError, match="there is no folder nowhere"):
        write_file("nowhere/quote.pdf", b"")
