"""`dealdesk catalog new`: a catalog that works at once, and never in the place of something else."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from dealdesk.catalog.load import load_catalog
from dealdesk.project import id_of
from tests.cli.conftest import Run


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("words", "folder", "schema"),
    [
        (["hardware"], "catalogs/hardware", "schemas/catalog.json"),
        (["hardware", "prices/eu"], "prices/eu", "prices/eu/catalog.schema.json"),
        (["hardware", "a b/catalogs/c", "--currency", "jpy"], "a b/catalogs/c", "a b/schemas/catalog.json"),
    ],
)
def test_what_it_says_comes_next_works(run: Run, here: Path, words: list[str], folder: str, schema: str) -> None:
    ran = run("catalog", "new", *words)
    assert (ran.code, ran.err) == (0, "")
    names = ("catalog.toml", "products.toml", "rules.toml", "examples.toml")
    files = [*(f"{folder}/{name}" for name in names), schema]
    assert ran.out.splitlines()[1:6] == [f"  {each}" for each in files]
    assert all((here / each).is_file() for each in files)
    commands = ran.out.partition("Next:\n")[2].splitlines()
    told = [run(*shlex.split(each)[1:]) for each in commands]
    assert [each.code for each in told] == [0, 0, 0]
    assert "clean" in told[0].out
    assert "2 examples, all as expected" in told[1].out
    assert "1 invariant declared, none broken" in told[2].out
    assert run("catalog", "fmt", folder, "--check").code == 0


def test_a_name_and_a_currency_of_ones_own(run: Run, here: Path) -> None:
    made = run("catalog", "new", "eu", "--name", "Größer & Söhne", "--currency", "eur", "--json").json
    header = load_catalog(here / "catalogs/eu").catalog
    assert (header.id, header.name, header.currency) == ("eu", "Größer & Söhne", "EUR")
    assert (made["catalog"], made["currency"], made["folder"]) == ("eu", "EUR", "catalogs/eu")
    assert made["files"][0] == "catalogs/eu/catalog.toml"


def test_the_schema_that_is_there_is_kept(run: Run, here: Path) -> None:
    (here / "schemas").mkdir()
    (here / "schemas/catalog.json").write_text("{}", encoding="utf-8")
    assert "schemas" not in run("catalog", "new", "hardware").out
    assert (here / "schemas/catalog.json").read_text(encoding="utf-8") == "{}"


def test_a_file_that_is_there_is_named_and_kept(run: Run, here: Path) -> None:
    (here / "catalogs/hardware").mkdir(parents=True)
    (here / "catalogs/hardware/rules.toml").write_text("# mine", encoding="utf-8")
    ran = run("catalog", "new", "hardware")
    assert (ran.code, ran.out) == (73, "")
    assert ran.err.startswith("error: catalogs/hardware/rules.toml is there already; nothing was written.")
    assert "--force" not in ran.err
    assert [each.name for each in here.rglob("*.*")] == ["rules.toml"]
    assert (here / "catalogs/hardware/rules.toml").read_text(encoding="utf-8") == "# mine"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["Acme Ltd"], "Acme Ltd is no id; an id has small letters, digits and dashes, such as acme-ltd"),
        ([""], "nothing is no id"),
        (["-x"], "there is no option"),
        (["catalogs/acme"], "write the id first: dealdesk catalog new acme catalogs/acme"),
        (["a" * 65], "the id has 65 characters; 64 are allowed"),
        (["acme", "--currency", "USX"], "did you mean"),
        (["acme", "--name", ""], "the name is empty"),
        ([], "ID is missing"),
    ],
)
def test_what_makes_no_catalog_is_refused_before_anything_is_written(
    run: Run, here: Path, words: list[str], told: str
) -> None:
    ran = run("catalog", "new", *words)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
    assert list(here.iterdir()) == []


def test_a_link_does_not_lead_out_of_the_folder(run: Run, here: Path) -> None:
    (here / "outside").mkdir()
    (here / "catalogs").mkdir()
    (here / "catalogs/hardware").mkdir()
    (here / "catalogs/hardware/rules.toml").symlink_to(here / "outside/x")
    ran = run("catalog", "new", "hardware")
    assert ran.code == 73
    assert "is a symbolic link" in ran.err
    assert list((here / "outside").iterdir()) == []


def test_an_id_that_a_name_can_have_is_one(run: Run, here: Path) -> None:
    for name in ("Acme Inc.", "株式会社", "CON"):
        assert run("catalog", "new", id_of(name)).code == 0
