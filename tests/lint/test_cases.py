"""One small catalog for each case of a rule, and what the linter says of it.

`cases/DD101-seats.toml` is a catalog, `cases/DD101-seats.txt` what a user sees; `--update-golden` writes the latter
anew after a look.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dealdesk.catalog.load import load_catalog
from dealdesk.cli.show_lint import plain
from dealdesk.lint import lint
from dealdesk.lint.rules import RULES

HERE = Path(__file__).parent / "cases"
CASES = sorted(each.stem for each in HERE.glob("*.toml"))
TODAY = date(2026, 11, 21)


@pytest.mark.parametrize("name", CASES)
def test_a_case_is_told_like_this(name: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    monkeypatch.chdir(HERE)
    found = lint(load_catalog(HERE / f"{name}.toml"), today=TODAY)
    code = name.partition("-")[0]
    assert code in {each.code for each in found.findings}
    text = plain([(found, f"{name}.toml")], allowed=True)
    golden = HERE / f"{name}.txt"
    if request.config.getoption("--update-golden"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", CASES)
def test_a_case_shows_its_rule_and_no_other(name: str) -> None:
    """A finding of another rule in a small catalog would most likely be a false one."""
    code = name.partition("-")[0]
    found = lint(load_catalog(HERE / f"{name}.toml"), today=TODAY)
    beside = {"DD001": {"DD101"}}.get(code, set())
    assert {each.code for each in found.findings} - beside == {code}


def test_every_rule_has_a_case() -> None:
    assert {rule.code for rule in RULES} == {name.partition("-")[0] for name in CASES}


def test_codes_and_names_are_given_once() -> None:
    assert len({rule.code for rule in RULES}) == len({rule.name for rule in RULES}) == len(RULES)
    assert [rule.code for rule in RULES] == sorted(rule.code for rule in RULES)
