"""What people are called does nothing on paper, on a screen, in a spreadsheet or in a log (row D4)."""

import csv
import io
import json
from pathlib import Path

import pytest

from dealdesk.cli import builds, sheet, terminal
from tests.abuse.desk import Desk
from tests.abuse.fields import Fields
from tests.abuse.naughty import ATTACKS, base, naughty
from tests.abuse.outputs import on_the_terminal, run_strings


def test_there_are_enough_strings() -> None:
    assert len(base()) >= 600
    assert naughty(1, 5000) == naughty(1, 5000) != naughty(2, 5000)


@pytest.mark.parametrize("part", range(2))
def test_naughty_strings_are_refused_or_printed_as_they_are(part: int, tmp_path: Path) -> None:
    outcome = run_strings([naughty(20 + part, number) for number in range(part, len(base()) + 400, 28)], tmp_path)
    assert outcome.faults == []
    assert outcome.counts["printed everywhere"] > 15
    assert outcome.counts["documents"] >= 2


@pytest.mark.parametrize("text", ["[/]", "[red]x[/red]", "[link=http://x.example]x[/link]", ":warning: x"])
def test_names_are_never_markup_on_the_terminal(text: str, tmp_path: Path) -> None:
    desk = Desk(tmp_path / "desk")
    desk.write(Fields([text]))
    assert list(on_the_terminal(desk.quote(), desk)) == []


# ---- logs of builds

COMMANDS = [
    "::error::x",
    "  ::add-mask::x",
    "a\n::set-output name=x::y",
    "x ##vso[task.setvariable variable=a]b",
    "x ##[error]y",
    "##teamcity[x]",
    "##VSO[x]",
    "::: x",
    "####[x]",
]


@pytest.mark.parametrize("text", COMMANDS)
def test_text_in_the_log_of_a_build_is_no_command(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in builds.BUILDS:
        monkeypatch.delenv(name, raising=False)
    assert builds.inert(text) == text
    for name in builds.BUILDS:
        with monkeypatch.context() as build:
            build.setenv(name, "true")
            made = builds.inert(text)
            assert not any(line.strip().startswith("::") for line in made.splitlines())
            assert not any(each in made.lower() for each in ("##[", "##vso[", "##teamcity["))
            assert "".join(made.split()) == "".join(text.split())


@pytest.mark.parametrize("text", COMMANDS)
def test_json_says_the_same_and_holds_no_command(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    terminal.json({"name": text})
    out = capsys.readouterr().out
    assert json.loads(out) == {"name": text}
    assert not any(each in out.lower() for each in ("##[", "##vso[", "##teamcity["))


@pytest.mark.parametrize("stream", ["result", "words"])
def test_both_streams_are_guarded(
    stream: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    getattr(terminal, stream)("::error::x")
    assert "".join(capsys.readouterr()).strip() == ": :error::x"


def test_annotations_of_ours_stay_commands(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    terminal.result("::error file=x::y", commands=True)
    assert capsys.readouterr().out == "::error file=x::y\n"


# ---- spreadsheets


@pytest.mark.parametrize("text", [each for each in ATTACKS if each.lstrip().startswith(sheet.FORMULA)])
def test_a_cell_is_no_formula(text: str) -> None:
    made = str(sheet._cell(text))
    assert made.startswith("'")
    stream = io.StringIO()
    csv.writer(stream).writerow([made])
    assert len(stream.getvalue().splitlines()) == 1


def test_numbers_stay_numbers() -> None:
    from decimal import Decimal

    assert str(sheet._cell(Decimal("-12.50"))) == "-12.50"
