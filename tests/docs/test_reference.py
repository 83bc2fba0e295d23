"""The generated pages are what the code says, and the pages that people write keep their form."""

import re
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path
from urllib.parse import unquote

import pytest

from dealdesk import load_catalog, load_deal, price
from tests.docs.markdown import ROOT, blocks, pages

LINK = re.compile(r"(?<!\\)\[[^\]]*\]\((?P<target>[^)\s]+)\)")
IMAGE_BYTES = 150_000


def test_the_generated_pages_are_fresh() -> None:
    done = subprocess.run(
        [sys.executable, "docs/build.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def anchor(heading: str) -> str:
    """What GitHub makes of a heading."""
    text = re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", heading).strip().lower()
    return re.sub(r"[^\w\- ]", "", text).replace(" ", "-")


def anchors(page: Path) -> set[str]:
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    return {anchor(found) for found in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    dead = []
    for target in (found["target"] for found in LINK.finditer(text)):
        if "://" in target or target.startswith("mailto:"):
            continue
        path, _, fragment = unquote(target).partition("#")
        file = (page.parent / path).resolve() if path else page
        if not file.exists() or (fragment and file.suffix == ".md" and fragment not in anchors(file)):
            dead.append(target)
    assert dead == []


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_toml_block_of_a_page_can_be_read(page: Path) -> None:
    for block in blocks(page):
        if block.language == "toml":
            tomllib.loads(block.text)


def test_the_plan_of_the_house_has_the_layers_that_are_checked() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = next(each["layers"] for each in settings["tool"]["importlinter"]["contracts"] if each["type"] == "layers")
    checked = {name: number for number, layer in enumerate(layers) for name in re.findall(r"\w+", layer)}
    plan = re.findall(r"^    ((?:\w+)(?: \| \w+)*)  ", (ROOT / "docs/architecture.md").read_text("utf-8"), re.MULTILINE)
    drawn = [[checked[name] for name in layer.split(" | ") if name in checked] for layer in plan]
    assert all(len(set(each)) == 1 for each in drawn), "names in one line are in one layer"
    tops = [each[0] for each in drawn]
    assert tops == sorted(tops), "the plan goes from the top down"
    packages = {each.parent.name for each in (ROOT / "src/dealdesk").glob("*/__init__.py")}
    assert packages <= {name for layer in plan for name in layer.split(" | ")}


def ids(page: str) -> list[tuple[str, str]]:
    """The TOML blocks of a page, each with the line that it starts on."""
    found = [each for each in blocks(ROOT / page) if each.language == "toml"]
    return [(f"{page}:{each.line}", each.text) for each in found]


@pytest.mark.parametrize(("where", "text"), ids("docs/deals.md"))
def test_every_deal_of_the_guide_can_be_priced(where: str, text: str, tmp_path: Path) -> None:
    (tmp_path / "deal.toml").write_text(text, encoding="utf-8")
    deal = load_deal(tmp_path / "deal.toml")
    quote = price(deal, load_catalog(ROOT / "catalogs" / deal.catalog), today=date(2026, 12, 1))
    assert quote.totals.net > 0, where


@pytest.mark.parametrize(("where", "text"), ids("docs/catalogs.md"))
def test_every_catalog_of_the_guide_is_valid(where: str, text: str, tmp_path: Path) -> None:
    (tmp_path / "catalog.toml").write_text(text, encoding="utf-8")
    assert load_catalog(tmp_path / "catalog.toml").products, where


DECISIONS = sorted((ROOT / "docs/decisions").glob("0*.md"))


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.stem)
def test_a_decision_has_at_most_fifteen_lines_and_its_four_parts(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 15
    for part in ("Status: ", "**Context.**", "**Decision.**", "**Consequences.**"):
        assert text.count(part) == 1


def test_decisions_are_numbered_without_a_gap_and_listed() -> None:
    assert [int(page.stem[:4]) for page in DECISIONS] == list(range(1, len(DECISIONS) + 1))
    index = (ROOT / "docs/decisions/README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| \[\d{4}\]\((?P<file>[^)]+)\) \| (?P<title>.+) \|$", index, re.MULTILINE)
    titles = [
        (page.name, re.sub(r"^# \d+\. ", "", page.read_text(encoding="utf-8").splitlines()[0])) for page in DECISIONS
    ]
    assert listed == titles


@pytest.mark.parametrize("picture", sorted((ROOT / "docs/images").glob("*")), ids=lambda picture: picture.name)
def test_a_picture_is_small(picture: Path) -> None:
    assert picture.stat().st_size < IMAGE_BYTES
