"""`dealdesk catalog fmt`: files are laid out, or named."""

from __future__ import annotations

from pathlib import Path

import tomli

from tests.cli.conftest import Run


def test_the_command_lays_out_a_folder_and_then_finds_nothing_more(run: Run, shop: Path) -> None:
    ran = run("catalog", "fmt", ".", "--check")
    assert (ran.code, ran.out) == (1, "acme.toml: would be laid out\ndeal.toml: would be laid out\n")
    assert ran.err == "2 files, 2 to be laid out\n"
    before = tomli.loads((shop / "acme.toml").read_text(encoding="utf-8"))
    ran = run("catalog", "fmt", ".")
    assert (ran.code, ran.out, ran.err) == (
        0,
        "acme.toml: laid out\ndeal.toml: laid out\n",
        "2 files, 2 laid out\n",
    )
    assert tomli.loads((shop / "acme.toml").read_text(encoding="utf-8")) == before
    ran = run("catalog", "fmt", "acme.toml", "deal.toml", "--check")
    assert (ran.code, ran.out, ran.err) == (0, "", "2 files, 0 to be laid out\n")


def test_what_cannot_be_read_is_named_and_left_alone(run: Run, shop: Path) -> None:
    (shop / "broken.toml").write_text("a = \n", encoding="utf-8")
    (shop / "empty").mkdir()
    (shop / "notes.txt").write_text("a=1", encoding="utf-8")
    (shop / "link.toml").symlink_to(shop / "notes.txt")
    ran = run("catalog", "fmt", "broken.toml", "empty", "notes.txt", "nothing", "link.toml", "deal.toml")
    assert (ran.code, ran.out) == (2, "deal.toml: laid out\n")
    for said in (
        "broken.toml:1:5: error: the value is missing",
        "no file in empty ends in .toml",
        "notes.txt is no TOML file",
        "there is no such file or folder",
        "link.toml:1:1: error: this is a link to a file whose name does not end in .toml",
    ):
        assert said in ran.err
    assert (shop / "broken.toml").read_text(encoding="utf-8") == "a = \n"
    assert (shop / "notes.txt").read_text(encoding="utf-8") == "a=1"
