"""What docs/desk.md does at the desk prints what the page shows, from top to bottom."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from dealdesk.project import lay_out
from dealdesk.register import make_register
from tests.docs.markdown import ROOT, blocks
from tests.docs.test_checking_page import commands, ran
from tests.docs.test_readme import matches

PAGE = blocks(ROOT / "docs/desk.md")


def test_a_day_at_the_desk_runs_as_it_stands(tmp_path: Path) -> None:
    folder = tmp_path / "acme"
    lay_out(folder, today=date.today())
    make_register(folder)
    year, count = f"Q-{date.today().year}-", 0
    for block in PAGE:
        if block.language == "toml":
            name = block.text.split("\n", 1)[0].removeprefix("# ")
            (folder / name).write_text(block.text, encoding="utf-8")
        if block.language == "console":
            for command, shown in commands(block):
                printed = ran(folder, "bash", "-c", command.replace("Q-2026-", year))
                told = shown.replace("Q-2026-", year)
                assert matches(told, printed), f"line {block.line}: {command}\n{told}\nbut it prints\n{printed}"
                count += 1
    assert count > 15
    assert (folder / "second.eml").read_bytes().startswith(b"Subject: ")
