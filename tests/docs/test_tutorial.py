"""The tutorial is done, step by step as it stands there, and prints what it shows."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.markdown import ROOT, Block, blocks
from tests.docs.test_readme import matches
from tests.docs.test_recipes import apply

PAGE = ROOT / "docs/tutorial.md"
LOGO = re.compile(r"\A<!-- (?P<name>[\w./-]+\.svg) -->\n")
WHO = {f"GIT_{role}_{key}": "a@example.com" for role in ("AUTHOR", "COMMITTER") for key in ("NAME", "EMAIL")}
COMMANDS = 15
"""How many there are at least: a page whose blocks are not found would pass."""


def do(block: Block, folder: Path) -> Path:
    """Do what a block says, and return the folder that its reader is in afterwards."""
    if block.language == "diff":
        apply(block.text, folder)
    elif block.language == "toml" and block.name is not None:
        (folder / block.name).write_text(block.text, encoding="utf-8")
    elif block.language == "svg" and (named := LOGO.match(block.text)):
        (folder / named["name"]).write_text(block.text.removeprefix(named[0]), encoding="utf-8")
    elif block.language == "console":
        for command, shown in commands(block.text):
            if command.startswith("cd "):
                folder = folder / command.removeprefix("cd ")
            else:
                printed = run(command, folder)
                assert matches(shown, printed), f"$ {command}\n{shown}\nbut it prints\n{printed}"
    else:
        pytest.fail(f"the tutorial says in line {block.line} what no test does")
    return folder


def commands(text: str) -> list[tuple[str, str]]:
    """Return the commands of a console block, each with what is shown below it."""
    parts = re.split(r"^\$ (.*)\n", text, flags=re.MULTILINE)
    assert parts[0] == ""
    return list(zip(parts[1::2], parts[2::2], strict=True))


def run(command: str, folder: Path) -> str:
    """Return what a command prints, on stdout and stderr, in a terminal of 80 columns."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "DEALDESK_CACHE": "off"}
    environment = kept | WHO | alone | {"PATH": path, "COLUMNS": "80"}
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.stdout


def test_the_tutorial_can_be_followed_from_an_empty_folder(tmp_path: Path) -> None:
    here = tmp_path
    for block in blocks(PAGE):
        here = do(block, here)
    # what the reader has in the end: a committed catalog, and a quote with the logo of its own
    assert (here / "quote.pdf").read_bytes().startswith(b"%PDF")
    assert "catalogs/harbor-analytics/logo.svg" in run("git ls-files", here).splitlines()
    assert run("git status --porcelain", here) == ""


def test_the_tutorial_has_all_its_commands() -> None:
    shown = [command for block in blocks(PAGE) if block.language == "console" for command, _ in commands(block.text)]
    assert len(shown) >= COMMANDS
    for words in ("init", "catalog validate", "catalog lint", "catalog test", "price", "render quote"):
        assert any(each.startswith(f"dealdesk {words} ") for each in shown), words
