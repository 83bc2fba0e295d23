"""A catalog is found by its name where a person means it."""

from pathlib import Path

import pytest

from dealdesk.catalog.load import find_catalog


def test_a_project_of_the_same_name_is_not_taken_for_the_catalog(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = tmp_path / "acme"
    (shop / "catalogs").mkdir(parents=True)
    (shop / "people.toml").write_text('[people.ana]\nname = "Ana"\n', encoding="utf-8")
    (shop / "catalogs" / "acme.toml").write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert find_catalog("acme", near=shop / "deals" / "first.toml") == shop / "catalogs" / "acme.toml"
