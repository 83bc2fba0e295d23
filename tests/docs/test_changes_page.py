"""The pull request of docs/changes.md is done in a real repository, and prints what the page shows."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.markdown import ROOT, blocks
from tests.docs.test_readme import matches

PAGE = blocks(ROOT / "docs/changes.md")
SHOWN = [block for block in PAGE if block.language == "console"]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `dealdesk init` makes, on `main`; and the page's change, on a branch."""
    folder = tmp_path_factory.mktemp("pull-request") / "acme"
    folder.mkdir()
    change = next(block for block in PAGE if block.language == "diff")
    run(folder, "git", "init", "-q", "-b", "main")
    run(folder, "dealdesk", "init")
    run(folder, "git", "add", ".")
    run(folder, "git", "commit", "-q", "-m", "Prices")
    run(folder, "git", "switch", "-q", "-c", "next")
    run(folder, "git", "apply", "--unidiff-zero", "-", text=change.text)
    run(folder, "git", "commit", "-q", "-a", "-m", "Other prices")
    return folder


def run(folder: Path, *words: str, text: str | None = None, code: int = 0) -> str:
    who = {f"GIT_{role}_{key}": "a@example.com" for role in ("AUTHOR", "COMMITTER") for key in ("NAME", "EMAIL")}
    tools = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "COLUMNS": "100", "DEALDESK_CACHE": "off"}
    environment = clean | who | alone | {"PATH": tools}
    done = subprocess.run(words, cwd=folder, env=environment, input=text, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stderr
    return done.stdout


@pytest.mark.parametrize("block", SHOWN, ids=lambda block: str(block.line))
def test_a_command_prints_what_the_page_shows(project: Path, block: object) -> None:
    first, _, shown = block.text.partition("\n")
    words = shlex.split(first.removeprefix("$ "))
    printed = run(project, *words, code=1 if "--fail-over" in words else 0)
    assert matches(shown, printed), f"{shown}\nbut it prints\n{printed}"


def test_the_page_shows_both_commands_and_markdown() -> None:
    said = " ".join(block.text.partition("\n")[0] for block in SHOWN)
    assert all(word in said for word in (" diff ", " impact ", "--markdown"))
