"""What docs/checking.md does to a new project prints what the page shows, from top to bottom."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from dealdesk.project import lay_out
from tests.cli.test_init import TODAY
from tests.docs.markdown import ROOT, Block, blocks
from tests.docs.test_readme import matches

PAGE = blocks(ROOT / "docs/checking.md")


def ran(folder: Path, *words: str, text: str | None = None) -> str:
    tools = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    hidden = ("GIT_", "GITHUB_", "CI", "LC_")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(hidden)}
    environment = clean | {"COLUMNS": "100", "PATH": tools}
    done = subprocess.run(
        words, cwd=folder, env=environment, input=text, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    return "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())


def commands(block: Block) -> Iterator[tuple[str, str]]:
    """Yield each command of a block with what it is shown to print."""
    for part in block.text.removeprefix("$ ").split("\n$ "):
        command, _, shown = part.partition("\n")
        yield command, shown if not shown or shown.endswith("\n") else shown + "\n"


def test_the_page_runs_as_it_stands(tmp_path: Path) -> None:
    folder = tmp_path / "acme"
    lay_out(folder, today=TODAY)
    count = 0
    for block in PAGE:
        if block.language == "diff":
            ran(folder, "git", "apply", "--unidiff-zero", "-", text=block.text)
        if block.language == "console":
            for command, shown in commands(block):
                printed = ran(folder, "bash", "-c", command)
                assert matches(shown, printed), f"line {block.line}: {command}\n{shown}\nbut it prints\n{printed}"
                count += 1
    assert count > 10
    (first,) = [block.text for block in PAGE if block.language == "toml"]
    assert (folder / "catalogs/acme/rules.toml").read_text(encoding="utf-8").startswith(first)
