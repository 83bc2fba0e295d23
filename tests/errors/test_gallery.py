"""Every message that a broken file can cause is kept, has its place, and says what would be right."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.errors.gallery import HERE, SHOPS, Broken, gallery, told
from tests.errors.made import MADE, Made

GALLERY = list(gallery())
MISTAKE = re.compile(r"^(?P<file>\S+?):(?P<line>\d+):(?P<column>\d+): error: (?P<message>.+)$")
UNPLACED = {"no-toml", "no-catalog", "folder-of-catalogs"}  # what is wrong is a word of the command line, not of a file

Golden = Callable[[Path, str], None]


def check(text: str, source: Callable[[str], str]) -> None:
    """Look at what a user sees: each mistake has a place and a caret, and nothing acts on a terminal."""
    lines = text.removesuffix("\n").split("\n")
    assert re.fullmatch(r"\d+ mistakes?", lines[-1])
    mistakes = [number for number, line in enumerate(lines) if MISTAKE.match(line)]
    assert len(mistakes) == int(lines[-1].split()[0])
    assert mistakes[0] == 0
    for number in mistakes:
        found = MISTAKE.match(lines[number])
        assert found
        text_lines = source(found["file"]).split("\n")
        assert int(found["line"]) <= len(text_lines)
        if lines[number + 1].startswith(f"{found['line']:>5} |"):
            assert set(lines[number + 2].partition("|")[2].strip()) == {"^"}
        else:  # the whole file is meant, or it has no line to show
            assert found["column"] == "1"
        assert not found["message"].endswith(".")
    assert all(
        unicodedata.category(char) not in ("Cc", "Cf", "Zl", "Zp", "Cs", "Co") for char in text.replace("\n", "")
    )
    assert "Traceback" not in text
    assert "Input should" not in text  # pydantic's words


@pytest.mark.parametrize("broken", GALLERY, ids=lambda each: f"{each.group}/{each.name}")
def test_a_broken_file_is_refused_with_the_words_in_the_gallery(broken: Broken, golden: Golden) -> None:
    text = told(broken.path)
    assert text, "nothing is wrong with it"
    check(text, lambda name: (broken.path.parent / name).read_text(encoding="utf-8"))
    golden(broken.golden, text)


@pytest.mark.parametrize("made", MADE, ids=lambda each: f"{each.group}/{each.name}")
def test_a_file_that_no_repository_can_hold_is_refused_with_the_words_in_the_gallery(
    made: Made, tmp_path: Path, golden: Golden
) -> None:
    (tmp_path / SHOPS).symlink_to(HERE / SHOPS)
    path = tmp_path / made.file
    made.make(path)
    text = told(path, catalog=made.catalog)
    if made.name not in UNPLACED:
        check(text, lambda name: path.read_bytes().decode(errors="replace") if path.is_file() else "")
    golden(made.golden, text)


def test_every_golden_file_belongs_to_a_broken_file() -> None:
    kept = {path for path in HERE.glob("*/*.txt") if path.parent.name != SHOPS}
    assert kept == {each.golden for each in (*GALLERY, *MADE)}


@pytest.mark.parametrize("broken", GALLERY, ids=lambda each: f"{each.group}/{each.name}")
def test_each_broken_file_says_in_one_sentence_what_is_wrong(broken: Broken) -> None:
    assert re.fullmatch(r"# [A-Z`\"\[0-9].*[^.:]\.", broken.text.split("\n", 1)[0])


MENDED = [each for each in GALLERY if each.right is not None]


@pytest.mark.parametrize("broken", MENDED, ids=lambda each: f"{each.group}/{each.name}")
def test_what_is_said_to_be_right_is_right(broken: Broken, tmp_path: Path) -> None:
    right = broken.right
    assert right
    place = MISTAKE.match(broken.golden.read_text(encoding="utf-8").split("\n")[0])
    assert place
    copy = tmp_path / broken.path.name
    (tmp_path / SHOPS).symlink_to(HERE / SHOPS)
    if broken.path.is_dir():
        copy.mkdir()
        for file in broken.path.iterdir():
            (copy / file.name).write_bytes(file.read_bytes())
        changed = tmp_path / place["file"]
    else:
        copy.write_bytes(broken.path.read_bytes())
        changed = copy
    lines = changed.read_text(encoding="utf-8").split("\n")
    number = right.line or int(place["line"])
    lines[number - 1 : number] = right.lines
    changed.write_text("\n".join(lines), encoding="utf-8")
    assert told(copy) == ""
