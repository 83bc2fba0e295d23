"""The recipes of CONTRIBUTING.md work as they stand there, in a copy of the source."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.markdown import ROOT, Block, blocks

RECIPES = blocks(ROOT / "CONTRIBUTING.md")
CHARGES = Path("src/dealdesk/pricing/charges/__init__.py")

PRICED_TWICE = """
import json
from datetime import date
from dealdesk import load_catalog, load_deal
from dealdesk.batch import price_rows
from dealdesk.quoting.facts import facts_of
from dealdesk.quoting.priced import Priced
from dealdesk.quoting.rows import Row

priced = Priced(load_deal("deal.toml"), load_catalog("shop.toml"), date(2026, 12, 1))
facts = facts_of(priced.deal, priced.catalog, priced.time, priced.issued)
(row,) = priced.rows
(column,) = price_rows([facts.rows], priced.plan)
moves = {each.code: [str(each.per_period), str(each.total)] for each in row.moves}
same = {code: [str(column[f"move_{code}"]), str(column[f"total_{code}"])] for code in moves}
print(json.dumps({"net": str(row.total), "column": str(column["total"]), "moves": moves, "same": same}))
"""


def block(name: str) -> Block:
    (found,) = [each for each in RECIPES if each.name == name]
    return found


def diff_of(file: str) -> str:
    (found,) = [each.text for each in RECIPES if each.language == "diff" and f"{file}\n" in each.text]
    return found


def apply(diff: str, folder: Path) -> None:
    """Apply a diff whose hunks have no line numbers: their lines must stand in the file once."""
    head, *hunks = diff.split("@@\n")
    file = folder / head.split("+++ b/")[1].split("\n")[0]
    text = file.read_text(encoding="utf-8")
    for hunk in hunks:
        lines = hunk.splitlines(keepends=True)
        before = "".join(line[1:] for line in lines if line[0] in " -")
        after = "".join(line[1:] for line in lines if line[0] in " +")
        assert text.count(before) == 1, f"the recipe's lines are not in {file.name} once:\n{before}"
        text = text.replace(before, after)
    file.write_text(text, encoding="utf-8")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the source, and the files that the recipes show."""
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    for each in RECIPES:
        if each.name is not None:
            (tmp_path / each.name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / each.name).write_text(each.text, encoding="utf-8")
    return tmp_path


def run(folder: Path, *command: str) -> str:
    environment = os.environ | {"PYTHONPATH": str(folder / "src"), "DEALDESK_CACHE": "off"}
    done = subprocess.run(
        [sys.executable, *command], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_new_step_is_one_file_and_its_line_in_the_waterfall(copy: Path) -> None:
    apply(diff_of("pricing/steps/__init__.py"), copy)

    quote = json.loads(run(copy, "-m", "dealdesk", "price", "deal.toml", "--json"))

    (line,) = quote["lines"]
    # 7 x 19.99 = 139.93 a month, less 7.00 (5 % is 6.9965) = 132.93; x 12 = 1,595.16.
    assert line["net"] == "1595.16"
    move = {each["code"]: each for each in line["moves"]}["loyalty"]
    assert move["amount"] == "-84.00"
    number = block("shop.toml").text.splitlines().index("percent  = 5") + 1
    assert (move["title"], move["at"]) == ("Loyalty discount", f"shop.toml:{number}")

    explained = run(copy, "-m", "dealdesk", "price", "deal.toml", "--explain", "1")
    assert "5 % for founders; this customer is founders" in explained
    assert "Loyalty" in run(copy, "-m", "dealdesk", "catalog", "show", "shop.toml")


def test_a_new_step_runs_in_both_engines(copy: Path) -> None:
    apply(diff_of("pricing/steps/__init__.py"), copy)

    priced = json.loads(run(copy, "-c", PRICED_TWICE))

    assert priced["net"] == priced["column"] == "1595.16"
    assert priced["moves"] == priced["same"] == {"loyalty": ["-7.00", "-84.00"]}


def test_without_its_line_the_catalog_does_not_know_the_step(copy: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "dealdesk", "price", "deal.toml"],
        cwd=copy,
        env=os.environ | {"PYTHONPATH": str(copy / "src"), "DEALDESK_CACHE": "off"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "loyalty" in done.stderr


def test_a_new_charge_model_is_one_file_and_its_name_in_the_tuple_and_the_union(copy: Path) -> None:
    file = copy / CHARGES
    text = file.read_text(encoding="utf-8")
    for before, after in (
        ("import Graduated\n", "import Graduated\nfrom dealdesk.pricing.charges.included import Included\n"),
        ("    Matrix,\n)\n", "    Matrix,\n    Included,\n)\n"),
        (" | Matrix,\n", " | Matrix | Included,\n"),
    ):
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    file.write_text(text, encoding="utf-8")
    shop = block("shop.toml").text.split("[rules.loyalty]")[0]
    shop = shop.replace('model = "per_unit", price = 19.99', 'model = "included", price = 19.99, included = 5')
    (copy / "shop.toml").write_text(shop, encoding="utf-8")

    # 2 of the 7 are beyond the 5 included: 39.98 a month, 479.76 a year.
    assert json.loads(run(copy, "-m", "dealdesk", "price", "deal.toml", "--json"))["totals"]["net"] == "479.76"
    priced = json.loads(run(copy, "-c", PRICED_TWICE))
    assert priced["net"] == priced["column"] == "479.76"


@pytest.fixture
def shop(copy: Path) -> Path:
    """The recipes' catalog and deal, without the new step: a project that templates can be added to."""
    (copy / "shop.toml").write_text(block("shop.toml").text.split("[rules.loyalty]")[0], encoding="utf-8")
    return copy


def rendered(folder: Path, file: str) -> str:
    """Render the deal's quote as it would be with the packaged templates of this repository, and return its text."""
    words = [sys.executable, "-m", "dealdesk", "render", "quote", "deal.toml", "-o", file]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src"), "DEALDESK_CACHE": "off"}
    done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "with the templates in templates" in done.stderr
    if not file.endswith(".pdf"):
        return (folder / file).read_text(encoding="utf-8")
    from pypdfium2 import PdfDocument  # type: ignore[import-untyped]

    return "\n".join(page.get_textpage().get_text_range() for page in PdfDocument(folder / file))


def test_a_template_of_ones_own_goes_before_the_packaged_one(shop: Path) -> None:
    # 7 x 19.99 = 139.93 a month, 1,679.16 a year
    line = rendered(shop, "quote.md").strip()
    assert line.startswith("Old Friend, Inc.: Total contract value $1,679.16 (")
    assert "\n" not in line
    assert "Questions? Shop answers within a day." in rendered(shop, "quote.pdf").replace("\r\n", " ")


def test_a_new_language_is_one_file(shop: Path) -> None:
    shutil.rmtree(shop / "templates/quote")
    file = shop / "templates/_base/locales/nl.toml"
    file.parent.mkdir()
    shutil.copy(ROOT / "templates/_base/locales/en.toml", file)
    apply(diff_of("locales/nl.toml"), shop)
    deal = shop / "deal.toml"
    text = deal.read_text(encoding="utf-8").replace('segment = "founders"', 'segment = "founders", language = "nl"')
    deal.write_text('number = "7"\n' + text, encoding="utf-8")
    page = rendered(shop, "quote.md")
    assert "Offerte 7" in page
    assert "Totale contractwaarde" in page
    assert "1.679,16" in page
