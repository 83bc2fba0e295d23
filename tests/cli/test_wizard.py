"""`dealdesk quote wizard`: questions at a real terminal, the same by options, and no question without a terminal."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
import tomllib
from codecs import getincrementaldecoder
from datetime import date
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, Run

COMMAND = Path(sys.executable).with_name("dealdesk")
PATIENCE = 30.0


class Terminal:
    """A pseudo-terminal with the wizard at its other end."""

    def __init__(self, folder: Path, *words: str) -> None:
        self.said = ""
        self._decoded = getincrementaldecoder("utf-8")().decode
        environment = {**os.environ, "COLUMNS": "90", "NO_COLOR": "1", "HOME": str(folder), "TERM": "xterm"}
        self.main, other = pty.openpty()
        self.process = subprocess.Popen(
            [str(COMMAND), "quote", "wizard", *words], stdin=other, stdout=other, stderr=other, cwd=folder,
            env=environment, start_new_session=True,
        )  # fmt: skip
        os.close(other)

    def _read(self, *, to_prompt: bool) -> None:
        until = time.monotonic() + PATIENCE
        while not (to_prompt and self.said.endswith("> ")):
            ready, _, _ = select.select([self.main], [], [], max(0.0, until - time.monotonic()))
            assert ready, f"nothing more is said after {self.said[-200:]!r}"
            try:
                chunk = os.read(self.main, 1 << 16)
            except OSError:  # the other end is closed
                chunk = b""
            if not chunk:
                return
            self.said = (self.said + self._decoded(chunk)).replace("\r\n", "\n")  # a chunk may end inside a character

    def answer(self, *lines: str) -> None:
        for line in lines:
            self._read(to_prompt=True)
            self.said += "\0"
            os.write(self.main, f"{line}\n".encode())

    def end(self) -> int:
        self._read(to_prompt=False)
        os.close(self.main)
        return self.process.wait(PATIENCE)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "catalogs").symlink_to(ROOT / "catalogs")
    (tmp_path / "deals").mkdir()
    return tmp_path


def test_a_deal_is_put_together_by_questions_with_its_price_as_it_grows(project: Path) -> None:
    terminal = Terminal(project, "--today", "2026-11-16", "--no-record")
    terminal.answer("stella", "Northwind Bank", "")  # the beginning of a name will do; no segment
    terminal.answer("gamng", "gaming", "media", "anti-cheat", "-anti-cheat", "")
    terminal.answer("thirty-six", "36", "2027-01-01", "quarterly", "5", "n", "x.txt", "")
    assert terminal.end() == 0
    said = terminal.said
    assert "there is no product gamng; did you mean gaming?" in said
    assert "100,000.00 USD for 12 months" in said
    assert "144,500.00 USD for 12 months · 15 % below list" in said
    assert "thirty-six is not a number" in said
    assert "391,233.75 USD for 36 months" in said  # 510,000 x 0.85 x 0.95 x 0.95
    assert "x.txt is no name of a deal; it ends in .toml" in said
    assert "next: dealdesk quote new deals/northwind-bank.toml" in said
    deal = tomllib.loads((project / "deals/northwind-bank.toml").read_text("utf-8"))
    assert deal["months"] == 36
    assert [each["sku"] for each in deal["lines"]] == ["gaming", "media"]
    assert deal["billing"] == "quarterly"


def test_answers_are_edited_with_arrow_keys_and_completed_with_tab(project: Path) -> None:
    terminal = Terminal(project, "--no-record")
    left = "\x1b[D"
    terminal.answer("stellar\t", "N" * 300, f"Nrthwind{left * 7}o", "")
    terminal.answer(f"ming{left * 4}ga", "cyb\t", "", "24", "", "", "", "n", "")
    assert terminal.end() == 0
    deal = tomllib.loads((project / "deals/northwind.toml").read_text("utf-8"))
    assert "may have at most 200 characters" in terminal.said
    assert deal["customer"]["name"] == "Northwind"
    assert [each["sku"] for each in deal["lines"]] == ["gaming", "cybersecurity"]


def test_the_options_that_it_names_make_the_same_deal_without_a_question(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Terminal(project, "--catalog", "stellar-logic", "--line", "gaming", "--today", "2026-11-16")
    terminal.answer("Ardent", "", "24", "2027-01-01", "", "", "n", "", "n")
    assert terminal.end() == 0
    said = next(line for line in terminal.said.split("\n") if line.startswith("  dealdesk quote wizard "))
    monkeypatch.chdir(project)
    words = said.split()[3:]
    words[words.index("-o") + 1] = "deals/again.toml"
    assert run("quote", "wizard", *words).code == 0
    assert (project / "deals/again.toml").read_bytes() == (project / "deals/ardent.toml").read_bytes()


def test_without_a_terminal_it_names_every_missing_option_and_asks_nothing(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project)
    ran = run("quote", "wizard", "--catalog", "stellar-logic")
    assert ran.code == 2
    assert "there is no terminal to ask at; give --customer and --line" in ran.err
    ran = run("quote", "wizard", "--catalog", "stellar-logic", "--customer", "A", "--line", "nothing")
    assert ran.code == 2
    assert not any((project / "deals").iterdir())


def test_ctrl_c_and_the_end_of_input_leave_nothing_behind(project: Path) -> None:
    terminal = Terminal(project)
    terminal.answer("stellar-logic", "\x04")
    assert terminal.end() == 130
    assert "nothing more was written" in terminal.said
    assert not any((project / "deals").iterdir())


def test_a_deal_that_is_there_is_left_alone(project: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project)
    (project / "deals/a.toml").write_text("mine", "utf-8")
    words = ["--catalog", "stellar-logic", "--customer", "A", "--line", "gaming", "-o", "deals/a.toml"]
    assert run("quote", "wizard", *words).code == 73
    assert (project / "deals/a.toml").read_text("utf-8") == "mine"


def test_it_can_record_the_quote(project: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from dealdesk.register import make_register

    make_register(project)
    monkeypatch.chdir(project)
    words = ["--catalog", "stellar-logic", "--customer", "A", "--line", "gaming", "--record", "--as", "ana"]
    ran = run("quote", "wizard", *words)
    assert ran.code == 0
    assert "-00001" in ran.out
    assert "--discount" not in ran.err


def test_estimated_usage_may_leave_the_product_out_where_one_charge_is_meant() -> None:
    from dealdesk.cli.answers import Answers
    from dealdesk.cli.wizard import QUESTIONS

    question = next(each for each in QUESTIONS if each.name == "usage")
    answers = Answers({"catalog": "ai-control-plane", "line": ["team"]}, date(2026, 11, 16))
    question.take(answers, "tokens=3000")
    assert answers.given["usage"] == ["team.tokens=3000"]
