"""Comments that allow a finding: their range, their reason, their last day, and what is wrong with them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dealdesk.catalog.load import load_catalog
from dealdesk.errors import CatalogError
from dealdesk.lint import Linted, lint

TODAY = date(2026, 11, 21)
CATALOG = """
[catalog]
id = "seats"
name = "Seats"
version = "1"
currency = "USD"

[products.seat]
name = "Seat"
kind = "plugin"
family = "seats"
{above}
[[products.seat.charges]]
id = "seats"
period = "year"
unit = "seats"
model = "volume"
tiers = [
  {{ up_to = 50, rate = 100 }},
  {{ rate = 85 }},{behind}
]
"""


def linted(tmp_path: Path, above: str = "", behind: str = "", today: date = TODAY) -> Linted:
    file = tmp_path / "seats.toml"
    file.write_text(CATALOG.format(above=above, behind=behind))
    return lint(load_catalog(file), today=today, select=["DD0", "DD1"])


def test_without_an_allowance_the_finding_stands(tmp_path: Path) -> None:
    found = linted(tmp_path)
    assert [each.code for each in found.findings] == ["DD101"]
    assert found.findings[0].place is not None
    assert found.findings[0].place.line == 20


@pytest.mark.parametrize(
    ("above", "behind"),
    [
        ("# lint: allow DD101: as published", ""),
        ("# lint: allow DD101 until 2026-11-21: as published", ""),
        ("# lint: allow DD104, DD101: as published", ""),
        ("", "  # lint: allow DD101: as published"),
    ],
)
def test_an_allowance_sets_it_aside_with_its_reason(tmp_path: Path, above: str, behind: str) -> None:
    found = linted(tmp_path, above, behind)
    assert [each.allowed for each in found.allowed] == ["as published"]
    assert [each.code for each in found.findings] in ([], ["DD002"])  # DD104 is not needed


def test_when_its_last_day_has_passed_the_finding_stands_again(tmp_path: Path) -> None:
    found = linted(tmp_path, "# lint: allow DD101 until 2026-11-20: as published")
    assert [each.code for each in found.findings] == ["DD001", "DD101"]
    assert not found.allowed


def test_an_allowance_that_nothing_needs_is_reported(tmp_path: Path) -> None:
    found = linted(tmp_path, "# lint: allow DD102: left over\n# lint: allow DD101: as published")
    assert [each.code for each in found.findings] == ["DD002"]


def test_an_allowance_for_another_table_allows_nothing(tmp_path: Path) -> None:
    file = tmp_path / "seats.toml"
    text = CATALOG.format(above="", behind="").replace(
        "[catalog]", "# lint: allow DD101: the wrong place\n[catalog]", 1
    )
    file.write_text(text)
    found = lint(load_catalog(file), today=TODAY, select=["DD0", "DD1"])
    assert [each.code for each in found.findings] == ["DD002", "DD101"]


def test_capitals_do_not_matter(tmp_path: Path) -> None:
    assert not linted(tmp_path, "# Lint: Allow dd101: as published").findings


@pytest.mark.parametrize(("code", "hint"), [("DD110", "did you mean DD1"), ("DD999", "lists the rules")])
def test_an_allowance_of_a_rule_that_does_not_exist_is_a_mistake(tmp_path: Path, code: str, hint: str) -> None:
    with pytest.raises(CatalogError, match=f"there is no rule {code}") as wrong:
        linted(tmp_path, f"# lint: allow DD101, {code}: as published")
    assert hint in str(wrong.value)


@pytest.mark.parametrize("said", ["allow DD101", "allow: because", "ignore DD101: x", "allow DD101 until soon: x"])
def test_a_comment_that_cannot_be_read_is_a_mistake_at_its_place(tmp_path: Path, said: str) -> None:
    with pytest.raises(CatalogError) as wrong:
        linted(tmp_path, f"# lint: {said}")
    place = wrong.value.mistakes[0].place
    assert place is not None
    assert (place.line, place.column) == (12, 9)
