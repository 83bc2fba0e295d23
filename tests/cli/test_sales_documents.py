"""The examples of documents from catalogs, and of a proposal: what they say, as Markdown."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, Run

DOCUMENTS = {
    "one-pager.md": ["one-pager", "ai-control-plane", "--for", "role=cto"],
    "segment.md": ["one-pager", "ai-control-plane", "--for", "segment=regulated"],
    "battle-card.md": ["battle-card", "ai-control-plane", "--for", "about=Prompt tools"],
    "checklist.md": ["checklist", "examples/regulated-plus"],
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_an_example_says_what_it_did(run: Run, at_root: Path, golden: Callable[[Path, str], None], name: str) -> None:
    ran = run("render", *DOCUMENTS[name], "-o", "-", "--format", "md", "--today", "2026-11-16")
    assert ran.code == 0, ran.err
    golden(ROOT / "examples" / "sales-documents" / name, ran.out)


def test_the_example_of_a_proposal_has_its_parts_in_order(run: Run, at_root: Path) -> None:
    ran = run("render", "proposal", "examples/proposal", "-o", "-", "--format", "md", "--today", "2026-11-16")
    assert ran.code == 0, ran.err
    cover = ran.out.partition("\n---\n")[0]
    assert [line[:2] for line in cover.splitlines() if line[:1].isdigit()] == ["1.", "2.", "3.", "4.", "5."]
    assert "Northwind Industries, Inc." in cover


def test_kinds_and_options_are_explained_where_they_are_mistaken(run: Run, at_root: Path) -> None:
    ran = run("render", "battle-card", "sippar", "--for", "about=Bridge", "-o", "-", "--format", "md")
    assert ran.code == 2
    assert "did you mean Bridges?" in ran.err
    ran = run("render", "checklist", "sippar", "--for", "role=cto", "-o", "-", "--format", "md")
    assert ran.code == 2
    assert "checklist takes nothing" in ran.err
