"""Catalogs from folders, files, ids and revisions: nothing is checked out, and nothing of the repository runs."""

from pathlib import Path

import pytest

from dealdesk.changes.diff import diff
from dealdesk.changes.sides import sides
from dealdesk.errors import CatalogError
from tests.changes.conftest import CATALOG, Git


def changed(base: str, head: str | None = None, path: str | None = None) -> list[str]:
    with sides(base, head, path) as (old, new):
        return [each.path for each in diff(old.catalog, new.catalog).changes]


PRICE = ["catalog.version", "products.seat.charges.seats"]
BOTH = [*PRICE, "catalog.description"]


@pytest.mark.parametrize(
    ("base", "head", "path", "expected"),
    [
        ("main..dearer", None, "catalogs/acme", BOTH),
        ("main..", None, "catalogs/acme", BOTH),
        ("main...dearer", None, "catalogs/acme", PRICE),
        ("main", "dearer", "catalogs/acme", BOTH),
        ("main", None, "catalogs/acme", BOTH),
        ("main", None, "acme", BOTH),
        ("main", None, "catalogs/acme/catalog.toml", BOTH),
        ("HEAD^", "HEAD", "catalogs/acme", PRICE),
        ("main:catalogs/acme", "dearer:catalogs/acme", None, BOTH),
        ("main:catalogs/acme/catalog.toml", "catalogs/acme", None, BOTH),
        ("main:./catalogs/acme", "acme", None, BOTH),
        ("acme", "catalogs/acme", None, []),
    ],
)
def test_both_sides_are_found(shop: Path, base: str, head: str | None, path: str | None, expected: list[str]) -> None:
    assert sorted(changed(base, head, path)) == sorted(expected)


def test_paths_of_a_folder_below_start_there(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("catalogs")
    assert changed("main..dearer", None, "acme") == changed("main:catalogs/acme", "dearer:./acme")
    assert changed("main..dearer", None, str(shop / "catalogs/acme"))


def test_the_files_of_the_working_folder_are_those_on_disk(shop: Path) -> None:
    Path("catalogs/acme/catalog.toml").write_text(CATALOG.replace("price = 20", "price = 30"))
    with sides("HEAD", None, "catalogs/acme") as (old, new):
        assert (old.name, new.name) == ("HEAD:catalogs/acme", "catalogs/acme")
        price = diff(old.catalog, new.catalog).changes[1]
    assert (price.base_at.short, price.head_at.short) == (
        "HEAD:catalogs/acme/catalog.toml:11",
        "catalogs/acme/catalog.toml:11",
    )


def test_a_revision_is_read_and_nothing_is_checked_out(shop: Path, git: Git) -> None:
    before = git("status", "--porcelain=v2", "--branch")
    with sides("main..dearer", None, "catalogs/acme") as (old, new):
        assert old.commit == git("rev-parse", "main")
        assert (old.revision, new.revision, old.path) == ("main", "dearer", "catalogs/acme")
    assert git("status", "--porcelain=v2", "--branch") == before


def test_nothing_that_the_repository_configures_is_run(shop: Path, git: Git) -> None:
    trap = shop / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch {shop / 'sprung'}\n")
    trap.chmod(0o755)
    for key in ("core.fsmonitor", "core.pager", "core.sshCommand", "diff.external", "core.editor", "pager.ls-tree"):
        git("config", key, str(trap))
    git("config", "filter.x.smudge", str(trap))
    Path(".git/info/attributes").write_text("* filter=x\n")
    for hook in ("post-checkout", "reference-transaction", "post-index-change"):
        Path(f".git/hooks/{hook}").symlink_to(trap)
    changed("main..dearer", None, "catalogs/acme")
    assert not (shop / "sprung").exists()


@pytest.mark.parametrize(
    ("base", "path", "said"),
    [
        ("--output=stolen", "catalogs/acme", "is not the name of a revision"),
        ("-h..main", "catalogs/acme", "is not the name of a revision"),
        ("mian", "catalogs/acme", "git knows no revision mian"),
        ("main", "catalogs/acmee", "did you mean catalogs/acme?"),
        ("main", "../../etc", "leads out of the repository"),
        ("main", "/etc", "lies outside the repository"),
        ("main", "deals/../..", "leads out of the repository"),
        ("main:/etc/passwd", None, "leads out of the repository"),
        ("main:nowhere", None, "there is no such path in this revision"),
        ("main..dearer", None, "the catalog in them, with --catalog PATH"),
        ("acme", None, "there is nothing to compare with"),
    ],
)
def test_what_cannot_be_read_is_explained(shop: Path, base: str, path: str | None, said: str) -> None:
    head = "acme" if path is None and ":" in base else None
    with pytest.raises(CatalogError, match=r"(?s)error: ") as wrong:
        changed(base, head, path)
    assert said in str(wrong.value)
    assert not (shop / "stolen").exists()


def test_a_misspelt_branch_is_guessed(shop: Path) -> None:
    with pytest.raises(CatalogError, match="did you mean dearer"):
        changed("daerer", None, "catalogs/acme")


def test_outside_a_repository_that_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CatalogError, match="is not inside a git repository"):
        changed("main", None, "catalogs/acme")


def test_a_link_in_a_revision_is_not_followed(shop: Path, git: Git) -> None:
    Path("catalogs/acme/more.toml").symlink_to("/etc/passwd")
    git("add", ".")
    git("commit", "-q", "-m", "Link")
    with pytest.raises(CatalogError, match="is a link"):
        changed("HEAD", None, "catalogs/acme")


def test_a_folder_without_a_catalog_is_told(shop: Path, git: Git) -> None:
    Path("empty").mkdir()
    Path("empty/readme.md").write_text("nothing")
    git("add", ".")
    git("commit", "-q", "-m", "Empty")
    with pytest.raises(CatalogError, match=r"no file in it ends in \.toml"):
        changed("HEAD:empty", "acme")


def test_mistakes_of_a_revision_are_at_its_name(shop: Path, git: Git) -> None:
    Path("catalogs/acme/catalog.toml").write_text(CATALOG.replace("price = 20", "price = -1"))
    git("commit", "-q", "-am", "Broken")
    with pytest.raises(CatalogError, match=r"HEAD:catalogs/acme/catalog\.toml:11:"):
        changed("HEAD", None, "catalogs/acme")


def test_temporary_files_are_gone_afterwards(shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room = tmp_path / "room"
    room.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(room))
    with sides("main..dearer", None, "catalogs/acme"):
        assert len(list(room.iterdir())) == 2
    assert list(room.iterdir()) == []


def test_splitting_a_file_and_comments_are_no_difference(shop: Path) -> None:
    head, products = CATALOG.split("[products.seat]")
    folder = Path("split")
    folder.mkdir()
    (folder / "head.toml").write_text("# All about it.\n" + head)
    (folder / "b.toml").write_text("[products.seat]" + products.replace("price = 20", "price = 20.00"))
    Path("whole.toml").write_text(CATALOG)
    assert changed("whole.toml", "split") == []
