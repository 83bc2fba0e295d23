"""No name is a path: what is written is the file that was asked for, and what is read is TOML (row D5)."""

import os
from pathlib import Path

import pytest

from dealdesk.catalog.load import load_catalog
from dealdesk.cli import main
from dealdesk.errors import CatalogError, DealError, WriteError
from dealdesk.quoting.load import load_deal
from dealdesk.writing import write_file
from tests.abuse.paths import SECRET, SURFACES, World, cases, tried

CASES = list(cases())


def test_there_are_enough_names() -> None:
    assert len(CASES) >= 200
    assert len({attempt for attempt, _, _ in CASES}) == len(SURFACES)


@pytest.mark.parametrize("part", range(4))
def test_a_name_that_tries_to_be_a_path_changes_and_shows_nothing(part: int, tmp_path: Path) -> None:
    world, faults = World(tmp_path / "world"), []
    for attempt, writes, name in CASES[part::16]:
        faults += tried(world, attempt, writes, name)[1]
    assert faults == []


def test_the_watch_would_notice(tmp_path: Path) -> None:
    world = World(tmp_path / "world")

    def escapes(world: World, name: str) -> None:
        (world.outside / name).write_text("x", "utf-8")

    assert tried(world, escapes, True, "y") == ("taken", ["escapes 'y': changed outside/y"])


def test_a_file_with_two_names_keeps_the_other_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(b"old")
    os.link(tmp_path / "other", tmp_path / "quote.pdf")
    write_file(tmp_path / "quote.pdf", b"new")
    assert (tmp_path / "other").read_bytes() == b"old"
    assert (tmp_path / "quote.pdf").read_bytes() == b"new"


@pytest.mark.parametrize("name", ["x" * 300, "no/such/folder", "a\x00b", "\ud800"])
def test_a_name_that_no_file_can_have_is_one_sentence(name: str, tmp_path: Path) -> None:
    with pytest.raises(WriteError, match=r"^cannot write ") as refused:
        write_file(tmp_path / name, b"x")
    assert str(refused.value).isprintable()
    assert list(tmp_path.iterdir()) == []


def test_a_link_to_what_is_no_toml_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(f"{SECRET}\n", "utf-8")
    (tmp_path / "deal.toml").symlink_to(tmp_path / "secret")
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "a.toml").symlink_to(tmp_path / "secret")
    for read, path, error in ((load_deal, "deal.toml", DealError), (load_catalog, "shop", CatalogError)):
        with pytest.raises(error, match=r"does not end in \.toml") as refused:
            read(tmp_path / path)
        assert SECRET not in str(refused.value)


def test_a_link_to_toml_is_read(tmp_path: Path) -> None:
    (tmp_path / "real.toml").write_text("x = 1", "utf-8")
    (tmp_path / "deal.toml").symlink_to(tmp_path / "real.toml")
    with pytest.raises(DealError, match=r"`x`|unknown|no key"):
        load_deal(tmp_path / "deal.toml")


def test_a_catalog_that_is_no_toml_is_not_opened(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "secret").write_text(f"{SECRET}\n", "utf-8")
    (tmp_path / "deal.toml").write_text(
        f'catalog = "{tmp_path}/secret"\ncustomer = {{ name = "x" }}\nlines = [{{ sku = "x" }}]\n', "utf-8"
    )
    assert main(["price", str(tmp_path / "deal.toml")]) == 2
    out, err = capsys.readouterr()
    assert "there is no catalog" in err
    assert SECRET not in out + err
