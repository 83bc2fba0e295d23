"""Every command that the page on importing shows prints what the page shows."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.docs.markdown import ROOT, blocks
from tests.docs.test_readme import matches

PAGE = blocks(ROOT / "docs" / "importing.md")


def test_the_commands_print_what_the_page_shows(tmp_path: Path) -> None:
    shutil.copy(ROOT / "tests/data/cases/pricing2yaml/openphone-2024.yml", tmp_path / "openphone.yml")
    (tmp_path / "preise.csv").write_text(next(each.text for each in PAGE if each.language == "csv"), encoding="utf-8")
    shown = [each for each in PAGE if each.language == "console"]
    assert len(shown) == 3
    for block in shown:
        command, _, expected = block.text.partition("\n")
        script = f'"{Path(sys.executable).parent / "dealdesk"}" {command.removeprefix("$ dealdesk ")}'
        environment = os.environ | {"COLUMNS": "100"}
        ran = subprocess.run(script, shell=True, cwd=tmp_path, capture_output=True, text=True, env=environment)
        assert ran.returncode == 0, ran.stderr
        assert matches(expected, ran.stdout), ran.stdout
