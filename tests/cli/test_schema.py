"""`dealdesk schema`: the schemas of files, on stdout or in a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.mark.parametrize("kind", ["catalog", "deal"])
def test_a_schema_is_json(run: Run, tmp_path: Path, kind: str) -> None:
    ran = run("schema", kind)
    assert (ran.code, ran.err) == (0, "")
    file = tmp_path / "schema.json"
    assert run("schema", kind, "-o", str(file)).code == 0
    assert file.read_text(encoding="utf-8") == ran.out
    assert json.loads(ran.out)["type"] == "object"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["catlog"], "there is no schema of catlog; did you mean catalog?"),
        (["invoice"], "there is no schema of invoice; one of catalog, deal"),
        ([], "KIND is missing: which files: catalog or deal"),
    ],
)
def test_another_kind_is_refused(run: Run, words: list[str], told: str) -> None:
    ran = run("schema", *words)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err


def test_the_file_of_a_schema_that_cannot_be_written(run: Run, tmp_path: Path) -> None:
    assert run("schema", "deal", "-o", str(tmp_path / "no" / "deal.json")).code == 73
