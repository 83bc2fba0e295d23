"""`dealdesk init`: a project that works at once, and never in the place of something else."""

import os
import shlex
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest

from dealdesk.catalog.load import load_catalog
from dealdesk.errors import WriteError
from dealdesk.project import FILES, id_of, lay_out
from tests.cli.conftest import Run

TODAY = date(2026, 11, 20)
COMMANDS = Path(sys.executable).parent


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def files_of(folder: Path) -> set[str]:
    """Return the files in a folder, but for the register, which is data."""
    found = {each.relative_to(folder).as_posix() for each in folder.rglob("*") if not each.is_dir()}
    return {each for each in found if not each.startswith(".dealdesk/")}


def shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run what a person would type."""
    variables = {**os.environ, "PATH": f"{COMMANDS}{os.pathsep}{os.environ['PATH']}"}
    return subprocess.run(
        ["bash", "-e", "-c", command], cwd=folder, env=variables, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("words", [["my shop"], ["."], []], ids=["folder", "here", "left out"])
def test_what_it_says_comes_next_works(run: Run, here: Path, words: list[str]) -> None:
    ran = run("init", *words)
    assert (ran.code, ran.err) == (0, "")
    commands = ran.out.partition("Next:\n")[2].splitlines()
    assert len(commands) == 3, commands
    done = shell(" && ".join(each.strip() for each in commands), here)
    assert done.returncode == 0, done.stderr
    made = here / (words[0] if words else ".")
    assert (made / "first.pdf").read_bytes().startswith(b"%PDF")
    assert files_of(made) == {each.replace("@id@", id_of(made.resolve().name)) for each in FILES} | {"first.pdf"}


@pytest.mark.parametrize(
    ("currency", "net"),
    # a year: 12,000 + 25 x 240 = 18,000, less 5 % = 17,100, less 10 % = 15,390; three years: 46,170; in yen x 100
    [("USD", "46,170.00"), ("EUR", "46,170.00"), ("eur", "46,170.00"), ("JPY", "4,617,000"), ("BHD", "46,170.000")],
)
def test_the_first_deal_costs_what_its_comment_says(run: Run, here: Path, currency: str, net: str) -> None:
    assert run("init", "--currency", currency).code == 0
    ran = run("price", "deals/first.toml")
    assert ran.code == 0
    assert net in ran.out.split("Net ")[-1] or net in ran.out
    comment = (here / "deals/first.toml").read_text(encoding="utf-8").partition("x 3 years = ")[2].splitlines()[0]
    assert comment == net.partition(".")[0]
    assert "[error]" not in ran.out
    assert "warning" not in ran.out


def test_every_number_is_marked_as_an_example(run: Run, here: Path) -> None:
    assert run("init").code == 0
    told = run("catalog", "show", here.name.lower().replace("_", "-"), "--illustrative").out
    for number in ("12,000", "240", "0.8", "70"):
        assert f" {number}" in told


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("Acme Inc.", "acme-inc"),
        ("Łódź & Söhne", "odz-sohne"),
        ("株式会社", "catalog"),
        ("../../etc/passwd", "etc-passwd"),
        ("CON", "con-prices"),
        ("a" * 200, "a" * 64),
        ('"; rm -rf / #', "rm-rf"),
        ("@id@ @currency@", "id-currency"),
        ("back\\slash", "back-slash"),
    ],
)
def test_any_name_that_can_be_read_makes_a_valid_catalog(run: Run, here: Path, name: str, id: str) -> None:
    assert run("init", "shop", "--name", name).code == 0
    assert {each.name for each in here.iterdir()} == {"shop"}
    assert [each.name for each in (here / "shop/catalogs").iterdir()] == [id]
    assert load_catalog(here / "shop/catalogs" / id).catalog.name == name
    assert run("price", "shop/deals/first.toml").code == 0
    for each in (here / "shop").rglob("*.toml"):
        tomllib.loads(each.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--name", ""], "the name is empty"),
        (["--name", "   "], "the name is empty"),
        (["--name", "a\nb"], r"a\x0ab holds a character that nobody can see"),
        (["--name", "a\u202eb"], "holds a character that nobody can see"),
        (["--name", "x" * 201], "201 characters; 200 are allowed"),
        (["--currency", "USX"], "did you mean"),
        (["--currency", "XAU"], "XAU has no minor unit"),
        (["--currency", ""], "currency"),
        (["--curency", "EUR"], "there is no option --curency; did you mean --currency?"),
    ],
)
def test_what_makes_no_project_is_refused_before_anything_is_written(
    run: Run, here: Path, words: list[str], told: str
) -> None:
    ran = run("init", "shop", *words)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
    assert list(here.iterdir()) == []


def test_a_file_that_is_there_is_named_and_kept(run: Run, here: Path) -> None:
    (here / "shop/deals").mkdir(parents=True)
    (here / "shop/README.md").write_text("mine", encoding="utf-8")
    (here / "shop/.gitlab-ci.yml").write_text("mine", encoding="utf-8")
    (here / "shop/deals/first.toml").write_text("mine, too", encoding="utf-8")
    ran = run("init", "shop")
    assert (ran.code, ran.out) == (73, "")
    assert ran.err.startswith(
        "error: shop/deals/first.toml, shop/.gitlab-ci.yml are there already; nothing was written."
    )
    assert "--force" in ran.err
    assert files_of(here / "shop") == {"README.md", "deals/first.toml", ".gitlab-ci.yml"}
    assert (here / "shop/README.md").read_text(encoding="utf-8") == "mine"


def test_a_folder_with_other_files_is_welcome(run: Run, here: Path) -> None:
    (here / "notes.txt").write_text("mine", encoding="utf-8")
    assert run("init").code == 0
    assert (here / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_in_a_new_repository_the_readme_and_gitignore_are_kept(run: Run, here: Path) -> None:
    for name in ("README.md", ".gitignore"):
        (here / name).write_text("mine", encoding="utf-8")
    ran = run("init")
    assert ran.code == 0
    assert "  README.md  (there already, and kept)\n  .gitignore  (there already, and kept)\n" in ran.out
    assert (here / "README.md").read_text(encoding="utf-8") == "mine"
    assert run("price", "deals/first.toml").code == 0


def test_a_second_run_changes_nothing_and_says_so_in_a_line(run: Run, here: Path) -> None:
    assert run("init").code == 0
    before = {name: (here / name).read_bytes() for name in files_of(here)}
    ran = run("init")
    assert (ran.code, ran.out) == (73, "")
    assert " and 8 more are there already; nothing was written." in ran.err
    assert {name: (here / name).read_bytes() for name in files_of(here)} == before


@pytest.mark.parametrize("currency", ["USD", "JPY", "KWD"])
def test_a_new_catalog_has_nothing_for_the_linter_and_its_examples_hold(run: Run, here: Path, currency: str) -> None:
    assert run("init", "--name", "Acme", "--currency", currency).code == 0
    linted = run("catalog", "lint", "acme")
    assert (linted.code, linted.out.split("; ")[0]) == (0, "acme: clean")
    tested = run("catalog", "test", "acme")
    assert (tested.code, tested.out) == (0, "acme: 2 examples, all as expected\n")


def test_force_replaces_and_says_so(run: Run, here: Path) -> None:
    (here / "README.md").write_text("mine", encoding="utf-8")
    ran = run("init", "--force")
    assert ran.code == 0
    assert "  README.md  (replaced)\n" in ran.out
    assert "(replaced)" not in ran.out.replace("README.md  (replaced)", "", 1)
    assert (here / "README.md").read_text(encoding="utf-8").startswith("# Prices of")


@pytest.mark.parametrize("force", [[], ["--force"]], ids=["", "force"])
@pytest.mark.parametrize("link", ["catalogs", "README.md", "deals"])
def test_a_link_does_not_lead_out_of_the_folder(run: Run, here: Path, link: str, force: list[str]) -> None:
    (here / "outside").mkdir()
    (here / "shop").mkdir()
    (here / "shop" / link).symlink_to(here / "outside" / ("file" if link == "README.md" else ""))
    ran = run("init", "shop", *force)
    assert ran.code == 73
    assert f"shop/{link} is a symbolic link" in ran.err
    assert list((here / "outside").iterdir()) == []


@pytest.mark.parametrize(
    ("folder", "told"),
    [
        ("file", "cannot write file/README.md: Not a directory"),
        ("file/shop", "cannot make the folder file/shop: there is a file of this name, or above it"),
        ("x" * 300, "File name too long"),
    ],
)
def test_a_place_that_cannot_be_written_ends_with_73(run: Run, here: Path, folder: str, told: str) -> None:
    (here / "file").write_text("", encoding="utf-8")
    ran = run("init", folder, "--name", "Acme")
    assert (ran.code, ran.out) == (73, "")
    assert told in ran.err
    assert {each.name for each in here.iterdir()} == {"file"}


@pytest.mark.parametrize("nth", range(len(FILES)))
def test_a_failure_half_way_leaves_what_was_there(here: Path, monkeypatch: pytest.MonkeyPatch, nth: int) -> None:
    (here / "shop/catalogs").mkdir(parents=True)
    written: list[Path] = []

    def write(path: Path, data: bytes) -> None:
        if len(written) == nth:
            raise WriteError("the disk is full")
        written.append(path)
        path.write_bytes(data)

    monkeypatch.setattr("dealdesk.project.write_file", write)
    with pytest.raises(WriteError, match="the disk is full"):
        lay_out(here / "shop", today=TODAY)
    assert [each.relative_to(here).as_posix() for each in here.rglob("*")] == ["shop", "shop/catalogs"]


def test_all_of_it_as_data(run: Run, here: Path) -> None:
    made = run("init", "shop", "--name", "Acme", "--json").json
    assert made["catalog"] == "acme"
    assert set(made["files"]) == files_of(here / "shop")
    assert (here / "shop" / made["register"]).is_file()
    assert made["replaced"] == []
    assert shlex.split(made["next"][0]) == ["cd", "shop"]


def test_the_catalog_is_of_today(here: Path) -> None:
    lay_out(here, today=TODAY, name="Acme")
    header = load_catalog(here / "catalogs/acme").catalog
    assert (header.version, header.valid_from) == ("2026.1", date(2026, 1, 1))


def test_nothing_of_the_skeleton_is_left_to_be_filled_in(here: Path) -> None:
    lay_out(here, today=TODAY, name="Acme")
    for each in here.rglob("*"):
        if each.is_file():
            assert not [word for word in each.read_text(encoding="utf-8").split() if word.count("@") > 1], each
