"""Every kind of document is held to the machine checks: those that no other test checks, once from an example."""

from datetime import date
from pathlib import Path

import pytest

from dealdesk.documents import KINDS, kind_named, render
from dealdesk.documents.check import check_pdf
from dealdesk.documents.sources import source_named

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 21)

MADE_FROM = {
    "order-form": "examples/single-plugin/deal.toml",
    "benchmark": "examples/pilot/pilot.toml",
}
"""Examples of the kinds that are checked here."""

CHECKED_IN = {
    "quote": "tests/documents/test_check.py",
    "checklist": "tests/documents/test_offered.py",
    "one-pager": "tests/documents/test_offered.py",
    "battle-card": "tests/documents/test_offered.py",
    "proposal": "tests/documents/test_proposal.py",
    "roi-deck": "tests/documents/test_roi_deck.py",
    "qbr": "tests/documents/test_reviews.py",
    "savings-statement": "tests/documents/test_reviews.py",
    "savings": "tests/cli/test_savings.py",
    "pilot-report": "tests/cli/test_pilot.py",
    "book": "tests/book/test_commands.py",
}
"""The tests that check the others."""


def test_every_kind_is_checked_somewhere() -> None:
    assert {each.name for each in KINDS} == {*MADE_FROM, *CHECKED_IN}
    for kind, path in CHECKED_IN.items():
        text = (ROOT / path).read_text("utf-8")
        assert "check_pdf(" in text, path
        assert f'"{kind}"' in text or kind == "quote", kind


@pytest.mark.parametrize("kind", MADE_FROM)
def test_an_example_passes_every_check(kind: str) -> None:
    source = source_named(kind_named(kind).source).read(ROOT / MADE_FROM[kind], today=TODAY)
    assert check_pdf(render(source, kind), source, kind) == []
