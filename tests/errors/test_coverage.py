"""Every message in the source is met in the gallery: a new rule needs a broken file that shows what it says."""

from __future__ import annotations

import ast
import contextlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dealdesk.catalog import advice, mistakes, slips, syntax
from dealdesk.catalog.located import Found, walk
from dealdesk.errors import InputError
from dealdesk.pricing.charges.matrix import NoSuchCell
from tests.errors.gallery import HERE, gallery, is_catalog, told, tried
from tests.errors.made import MADE

SOURCE = Path(__file__).parents[2] / "src" / "dealdesk"
CALLS = {"ValueError": 0, "NoSuchCell": 0, "PriceOutsideRange": 0, "BadTerm": 0, "add": 1, "Wrong": 1, "Mistake": 0}
"""Calls that carry a message, and which of their arguments it is."""

MODULES = (
    *sorted(path.relative_to(SOURCE).as_posix() for path in (SOURCE / "pricing").rglob("*.py")),
    "catalog/examples.py",
    "catalog/fields.py",
    "catalog/header.py",
    "catalog/market.py",
    "catalog/models.py",
    "catalog/plan.py",
    "catalog/playbook.py",
    "catalog/policy.py",
    "catalog/product.py",
    "catalog/value.py",
    "catalog/check.py",
    "catalog/load.py",
    "catalog/mistaken.py",
    "catalog/source.py",
    "catalog/spans.py",
    "catalog/unwanted.py",
    *sorted(
        path.relative_to(SOURCE).as_posix()
        for package in ("deal", "facts")
        for path in (SOURCE / "quoting" / package).rglob("*.py")
    ),
    "quoting/load.py",
    "quoting/timeline.py",
    "quoting/names.py",
    "quoting/checks.py",
    "quoting/bought.py",
    "quoting/options.py",
    "quoting/price.py",
    "quoting/priced.py",
)
NOT_MET = {
    "a float": "numbers of a file are never floats; this is for deals made in code",
    "dealdesk cannot follow the text from here": "the scanner follows all that tomli reads; the abuse tests hold it",
    "the file holds a value that cannot be read": "the caps are below what Python cannot read; the abuse tests hold it",
    "cannot be read: ": "the reason comes from the system",
    "the name of the catalog is empty": "only on the command line; a deal says that `catalog` must not be empty",
    "more mistakes like these are not listed": "test_limits.py has a flood of them",
    ": ": "a mistake in a deal made in code, which has no file",
}
"""Messages that no file causes, or whose words are not ours, and why."""


def messages(module: str) -> Iterator[str]:
    """Yield a pattern for each message in a module: its constant words, with anything between them."""
    tree = ast.parse((SOURCE / module).read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            number = CALLS.get(name, 99)
            if number < len(node.args):
                yield from patterns(node.args[number])
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in ("message", "sentence"):
            yield from patterns(node.value)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and "{}" in node.value:
            yield ".*".join(map(re.escape, node.value.split("{}")))


def patterns(node: ast.expr) -> Iterator[str]:
    """Yield a pattern for each text that an expression may be; none for a variable."""
    if isinstance(node, ast.IfExp):
        yield from patterns(node.body)
        yield from patterns(node.orelse)
    elif isinstance(node, ast.BinOp):
        yield from patterns(node.left)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield re.escape(node.value).replace(r"\{\}", ".*").replace(r"\{\{\}\}", ".*")
    elif isinstance(node, ast.JoinedStr):
        texts = [part.value if isinstance(part, ast.Constant) else None for part in node.values]
        yield "".join(".*" if text is None else re.escape(str(text)).replace(r"\{\}", ".*") for text in texts)


@pytest.fixture(scope="module")
def said() -> str:
    """Every text of the gallery, and the sentences of rules behind them."""
    texts = [each.golden.read_text(encoding="utf-8") for each in MADE]
    rules: list[str] = []

    def heard(refusal: object, table: object) -> advice.Advice | None:
        rules.append(str(refusal))
        return advice.advice_on(refusal, table)

    def walked(*given: Any) -> Found:
        found = walk(*given)
        rules.append(found.sentence)
        return found

    def no_cell(refusal: NoSuchCell, text: str) -> None:
        rules.append(text)
        ValueError.__init__(refusal, text)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mistakes, "advice_on", heard)
        patch.setattr(mistakes, "walk", walked)
        patch.setattr(NoSuchCell, "__init__", no_cell)
        for each in gallery():
            texts.append(told(each.path))
    return "\n".join([*texts, *rules])


@pytest.mark.parametrize("module", MODULES)
def test_every_message_of_a_module_is_met_in_the_gallery(module: str, said: str) -> None:
    lines = said.split("\n")
    missing = [
        pattern
        for pattern in dict.fromkeys(messages(module))
        if pattern.replace("\\", "").replace(".*", "") not in NOT_MET
        and not any(re.search(pattern, line) for line in lines)
    ]
    assert missing == []


def test_every_objection_of_the_parser_that_has_words_of_ours_is_met_in_the_gallery(said: str) -> None:
    assert {message for message, _ in syntax._WORDS.values() if message not in said} == set()


def test_every_slip_is_met_in_the_gallery(said: str) -> None:
    hints = [
        re.sub(r"\\\{\w+\\\}", ".*", re.escape(slip.hint.replace("{{", "").replace("}}", ""))) for slip in slips._SLIPS
    ]
    plain = said.replace("{", "").replace("}", "")
    assert [hint for hint in hints if not re.search(hint, plain)] == []


def test_every_advice_is_on_a_rule_that_is_met_in_the_gallery(said: str) -> None:
    assert [pattern for pattern, _ in advice._RULES if not re.search(pattern, said)] == []


def test_the_words_that_no_file_causes_are_still_in_the_source() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py"))
    assert {words for words in NOT_MET if words not in text} == set()


def test_the_folders_of_the_gallery_hold_nothing_else() -> None:
    for group in {each.group for each in gallery()}:
        assert {path.suffix for path in (HERE / group).iterdir() if path.is_file()} <= {".toml", ".txt"}


def test_every_kind_of_mistake_and_every_folder_of_the_gallery_is_on_the_page_of_mistakes() -> None:
    page = (SOURCE.parents[1] / "docs" / "reference" / "errors.md").read_text(encoding="utf-8")
    codes = set[str]()
    for each in gallery():
        with contextlib.chdir(each.path.parent), pytest.raises(InputError) as caught:
            tried(Path(each.path.name), catalog=is_catalog(each.path))
        codes |= {mistake.code for mistake in caught.value.mistakes}
    assert {code for code in codes if f"| `{code}` |" not in page} == set()
    for each in gallery():
        assert page.count(f"{each.sentence}\n\n```text\n") <= 1
