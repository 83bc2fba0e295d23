"""One value set in place: nothing else changes, and nothing is written that would not be valid."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dealdesk.catalog.load import load_catalog, packaged
from dealdesk.editing.keys import parts
from dealdesk.editing.values import edit
from dealdesk.errors import CatalogError, WriteError
from dealdesk.writing import replace_text
from tests.cli.conftest import Run


@pytest.fixture
def catalog(tmp_path: Path) -> Path:
    folder = tmp_path / "stellar-logic"
    shutil.copytree(packaged("catalogs") / "stellar-logic", folder)
    return folder


@pytest.mark.parametrize(
    ("key", "value", "file", "before", "after"),
    [
        ("rules.bundle.tiers[1].percent", "12.5", "rules.toml", "percent       = 15\n", "percent       = 12.5\n"),
        ("products.gaming.charges.license.prices.USD", "110_000", "products.toml", "USD = 100_000", "USD = 110_000"),
        ("catalog.version", "2026.2", "catalog.toml", '"2026.1"', '"2026.2"'),
        ("rules.bundle.sets.gaming-companies.name", "Games", "rules.toml", '"Gaming companies bundle"', '"Games"'),
        ("policy.approvals.large-discount.value", "40", "policy.toml", "value        = 42", "value        = 40"),
    ],
)
def test_one_value_changes_and_nothing_else(
    catalog: Path, key: str, value: str, file: str, before: str, after: str
) -> None:
    text = (catalog / file).read_text()
    made = edit(str(catalog), key, value)
    assert made.file == catalog / file
    assert made.before == text
    assert made.after == text.replace(before, after, 1)
    assert (catalog / file).read_text() == text  # nothing is written yet


def test_the_command_writes_it_and_shows_the_difference(catalog: Path, run: Run) -> None:
    done = run("catalog", "set", str(catalog), "rules.bundle.tiers[1].percent", "12.5")
    assert done.code == 0
    assert "-percent       = 15\n+percent       = 12.5\n" in done.out
    assert load_catalog(catalog).rules.bundle.tiers[1].percent == 12.5


def test_a_dry_run_writes_nothing(catalog: Path, run: Run) -> None:
    before = (catalog / "rules.toml").read_bytes()
    assert run("catalog", "set", str(catalog), "rules.bundle.tiers[1].percent", "12.5", "--dry-run").code == 0
    assert (catalog / "rules.toml").read_bytes() == before


def test_a_new_finding_of_the_linter_is_told(catalog: Path, run: Run) -> None:
    done = run("catalog", "set", str(catalog), "rules.bundle.tiers[1].to", "3")
    assert done.code == 1
    assert "DD201" in done.err


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("rules.bundle.tiers[1].percent", "112.5", "must be 100 or less"),
        ("rules.bundle.tiers[9].percent", "5", "has no [9]"),
        ("rules.bundel.tiers[1].percent", "5", "did you mean bundle?"),
        ("products.gaming", "5", "is a table, not a value"),
        ("products.gaming.name.x", "5", "is a value, and has nothing below it"),
        ("rules.bundle.tiers[1].percent", "abc", "a number, such as"),
        ("rules.bundle.tiers[1].percent", "5\nname = 3", "is more than one value"),
        ("rules..bundle", "5", "is not a key"),
    ],
)
def test_what_cannot_be_set_is_said_and_nothing_is_written(
    catalog: Path, run: Run, key: str, value: str, said: str
) -> None:
    before = {each: each.read_bytes() for each in catalog.iterdir()}
    done = run("catalog", "set", str(catalog), key, value)
    assert done.code == 2
    assert said in done.err
    assert {each: each.read_bytes() for each in catalog.iterdir()} == before


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_line_ends_and_a_byte_order_mark_stay(catalog: Path, run: Run, mark: bytes, end: bytes) -> None:
    file = catalog / "rules.toml"
    before = mark + file.read_bytes().replace(b"\n", end)
    file.write_bytes(before)
    assert run("catalog", "set", str(catalog), "rules.bundle.tiers[1].percent", "12.5").code == 0
    after = file.read_bytes()
    assert after.startswith(mark)
    assert after != before
    assert len(after.split(end)) == len(before.split(end))
    changed = [(a, b) for a, b in zip(before.split(end), after.split(end), strict=True) if a != b]
    assert len(changed) == 1


def test_a_file_that_somebody_else_has_written_meanwhile_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    file.write_text("a = 2\n")
    with pytest.raises(WriteError, match="has changed meanwhile"):
        replace_text(file, "a = 1\n", "a = 3\n")
    assert file.read_text() == "a = 2\n"


def test_keys() -> None:
    assert parts('products."a.b".charges[0].price') == ("products", "a.b", "charges", 0, "price")
    for bad in ("", ".", "a.", "a[x]", "a b", "[1"):
        with pytest.raises(CatalogError):
            parts(bad)
