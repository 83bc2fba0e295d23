"""Canaries in the real documents of every kind and format: each is found, and a document without one is given out."""

from __future__ import annotations

import os
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from dealdesk.cli.app import run
from dealdesk.documents import KINDS, render
from dealdesk.documents.guard import guard
from dealdesk.documents.kept_back import kept_back
from dealdesk.documents.sources import source_named
from dealdesk.sealing.leaks import Leaking
from dealdesk.sealing.private import Secret
from tests.sealing.canaries import AUTHOR, NUMBER, PATH, PLACES, TEXT, Planted
from tests.sealing.priced import ROOT

EXAMPLES, TODAY = ROOT / "examples", date(2026, 11, 21)
FILES = {
    "deal": EXAMPLES / "northwind" / "deal.toml",
    "catalog": ROOT / "catalogs" / "stellar-logic",
    "proposal": EXAMPLES / "proposal",
    "roi": EXAMPLES / "northwind" / "roi.toml",
    "review": EXAMPLES / "gain-share" / "review.toml",
    "savings": EXAMPLES / "routing-savings" / "inputs.toml",
    "pilot": EXAMPLES / "pilot" / "pilot.toml",
}
CANARIES = (
    Secret("a note", TEXT),
    Secret("the cost", number=Decimal(NUMBER.replace(",", ""))),
    Secret("the name of a file", PATH),
    Secret("another customer's name", AUTHOR, is_name=True),
)
DEEP = "DEALDESK_DEEP" in os.environ
CUSTOMERS = [each for each in KINDS if not each.internal]
WHOLE = [("quote", form) for form in PLACES] + [("roi-deck", "pptx")]
MADE = [(kind.name, form) for kind in CUSTOMERS for form in kind.formats if form not in ("json", "pdf")]
PAPER = [(each.name, "pdf") for each in CUSTOMERS if DEEP or each.name in ("quote", "roi-deck")]
"""The PDFs of the others are laid out by the same program, from the same sort of templates: they are for a deep run."""


def places(kind: str, form: str) -> list[tuple[str, Planted]]:
    """Return where secrets are planted: everywhere in one document of each format, in a few places of the others."""
    every = [*PLACES[form].items()]
    number = [each.name for each in CUSTOMERS].index(kind)
    return every if DEEP or (kind, form) in WHOLE else every[number % 6 :: 6]


@cache
def about(kind: str) -> tuple[Any, Any, tuple[Secret, ...]]:
    which = next(each for each in KINDS if each.name == kind)
    source, file = source_named(which.source), FILES[which.source]
    return which, source.read(file, today=TODAY), (*kept_back(source, file, TODAY), *CANARIES)


@pytest.mark.parametrize(("kind", "form"), [*MADE, *PAPER])
def test_each_canary_is_found_and_nothing_else(kind: str, form: str) -> None:
    which, source, secrets = about(kind)
    made = render(source, kind, form, others=secrets)  # nothing of the vendor's is in it
    for place, plant in places(kind, form):
        planted = plant(made)
        assert planted != made, place
        with pytest.raises(Leaking) as refused:
            guard(planted, source, which, form, secrets)
        told = {each.what for each in refused.value.leaks}
        assert told <= {each.what for each in CANARIES}, (place, told)


def test_documents_that_are_not_made_from_a_quote_know_what_their_files_keep_back() -> None:
    for kind in ("roi-deck", "qbr", "savings", "pilot-report", "one-pager", "checklist", "proposal"):
        which, source, secrets = about(kind)
        known = [each for each in secrets if each not in CANARIES]
        note = next(each for each in known if each.what.startswith("a note on") or each.what.startswith("the finding"))
        with pytest.raises(Leaking, match="may not see"):
            guard(f"<p>{note.text}</p>".encode(), source, which, "html", known)


# ---- templates of one's own, by the command

MARGIN = """\
[policy.guardrails.margin]
name = "Margin"
metric = "margin"
op = "at_least"
value = 31.25
unit = "percent"
note = "Never below what Finance agreed"
"""
SHOP = """\
[catalog]
id = "shop"
name = "Shop"
version = "1"
currency = "USD"
[products.seat]
name = "Seat"
kind = "plugin"
family = "seats"
charges = [{ id = "seats", period = "month", unit = "seat", model = "per_unit", price = 199.99, cost = 112.57 }]
"""
DEAL = """\
catalog = "./shop.toml"
start = 2027-01-01
months = 12
customer = { name = "Old Friend, Inc." }
lines = [{ sku = "seat", quantity = 7 }]
"""
# 7 x 199.99 x 12 = 16,799.16; cost 7 x 112.57 x 12 = 9,455.88; margin 7,343.28 / 16,799.16 = 43.7122... %
TYPED = {
    "the margin": "Margin {{ 43.71 }} %",
    "the margin, rounded": "Our margin is 44 %",
    "the cost": "It costs us 9 455,88",
    "the cost of a unit": "112.57 each",
    "a note": "<i title='Never below what Finance agreed'></i>",
    "a threshold": "31.25",
    "a path": str(Path.cwd() / "deals"),
}
QUIET = """<meta http-equiv="Content-Security-Policy" content="default-src 'none'">"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shop")
    (folder / "shop.toml").write_text(SHOP + MARGIN)
    (folder / "deal.toml").write_text(DEAL)
    (folder / "own" / "quote").mkdir(parents=True)
    return folder


def own(shop: Path, *typed: str) -> Path:
    """Write templates of one's own that say something, and return their folder."""
    said = "".join(f"<p>{each}</p>" for each in typed)
    page = f"<html lang='en'><head>{QUIET}<title>Q</title></head><body><h1>Q</h1>{said}</body></html>"
    for name in ("quote.html.j2", "quote.screen.html.j2"):
        (shop / "own" / "quote" / name).write_text(page)
    (shop / "own" / "quote" / "quote.md.j2").write_text("# Q\n\n" + "\n\n".join(typed) + "\n")
    return shop / "own"


@pytest.mark.parametrize("form", ["md", "html", "pdf"])
def test_whatever_a_template_tells_is_found(shop: Path, form: str) -> None:
    source = source_named("deal").read(shop / "deal.toml", today=TODAY)
    typed = {name: text for name, text in TYPED.items() if form != "pdf" or "title=" not in text}
    with pytest.raises(Leaking) as refused:
        render(source, "quote", form, templates=own(shop, *typed.values()))
    told = {each.what for each in refused.value.leaks}
    wanted = {"the margin", "the cost of seat", "the threshold of the guardrail margin", "the working folder"}
    wanted |= {"the guardrail margin"} if form != "pdf" else set()
    assert wanted <= told
    rounded = {each.near for each in refused.value.leaks if each.what == "the margin"}
    assert rounded


@pytest.mark.parametrize(
    ("form", "typed"), [("md", "the margin, rounded"), ("html", "the cost"), ("pdf", "the margin")]
)
def test_a_template_that_tells_is_refused_and_nothing_is_written(
    shop: Path, form: str, typed: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DEALDESK_REGISTER", raising=False)
    out, folder = shop / f"quote.{form}", own(shop, TYPED[typed])
    code = run(["render", "quote", str(shop / "deal.toml"), "-o", str(out), "--templates", str(folder)])
    said = " ".join(capsys.readouterr().err.split())
    assert code != 0
    assert "it holds what its reader may not see" in said
    assert not out.exists()


@pytest.mark.parametrize("typed", ["Margin 43.71 %", "margin: 0.4371", "Our margin is 44 %", "43,7 % Marge", "43.712"])
def test_the_margin_is_found_rounded_and_as_a_share(shop: Path, typed: str) -> None:
    kind = next(each for each in KINDS if each.name == "quote")
    source = source_named("deal").read(shop / "deal.toml", today=TODAY)
    with pytest.raises(Leaking, match="the margin"):
        guard(typed.encode(), source, kind, "md")
    guard(b"44 % fewer tickets, and a margin of 12 days", source, kind, "md")
