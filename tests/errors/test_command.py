"""The commands themselves say what the gallery says, end with 2, and say it as JSON to those who ask for it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from dealdesk.cli import main
from tests.errors.gallery import Broken, gallery, short

SAMPLE = [
    "toml/curly-quotes",
    "twice/across-files",
    "kinds/number-in-quotes",
    "charges/tiers-fall",
    "sale/price-outside",
    "together/deal",
    "deal/no-such-catalog",
]


@pytest.mark.parametrize("name", SAMPLE)
def test_the_command_prints_what_the_gallery_has_and_ends_with_2(name: str) -> None:
    (broken,) = [each for each in gallery() if f"{each.group}/{each.name}" == name]
    run = subprocess.run(
        [sys.executable, "-m", *broken.command.split()],
        cwd=broken.path.parent,
        env={**os.environ, "DEALDESK_CACHE": "off", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert (run.returncode, run.stdout) == (2, "")
    assert short(run.stderr) == broken.golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("broken", list(gallery())[::7], ids=lambda each: f"{each.group}/{each.name}")
def test_mistakes_are_printed_as_json_too(
    broken: Broken, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(broken.path.parent)
    monkeypatch.setenv("DEALDESK_CACHE", "off")
    assert main([*broken.command.split()[1:], "--json"]) == 2
    out, err = capsys.readouterr()
    assert err == ""
    found = json.loads(out)
    (report,) = found if isinstance(found, list) else [found]
    assert report["valid"] is False
    golden = broken.golden.read_text(encoding="utf-8")
    for each in report["mistakes"]:
        assert set(each) == {"file", "line", "column", "message", "allowed", "hint", "code"}
        place = f"{each['file']}:{each['line']}:{each['column']}"
        assert short(f"{place}: error: {each['message']}") in golden
        assert Path(broken.path.parent, each["file"]).exists()
    assert golden.endswith(f"{len(report['mistakes'])} mistake{'s' if len(report['mistakes']) > 1 else ''}\n")


def test_no_character_of_a_file_name_acts_on_a_terminal_from_json(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["price", "a\x9b2J\u202e.toml", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["mistakes"][0]["file"] == r"a\x9b2J\u202e.toml"
