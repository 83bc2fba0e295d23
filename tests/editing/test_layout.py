"""The layout of TOML files: only white space changes, and a second time nothing does."""

from __future__ import annotations

from pathlib import Path

import pytest
import tomli
from hypothesis import given, settings
from hypothesis import strategies as st

from dealdesk.editing.layout import formatted
from dealdesk.errors import InputError

ROOT = Path(__file__).parents[2]
OURS = [*sorted(ROOT.glob("catalogs/*/*.toml")), *sorted(ROOT.glob("examples/*/*.toml"))]
TEXTS = [each.read_text(encoding="utf-8") for each in OURS]


@pytest.mark.parametrize("file", OURS, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_what_we_ship_is_laid_out(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert formatted(text, "x") == text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ""),
        ("\n\n\n", ""),
        ("# a", "# a\n"),
        ("a=1", "a = 1\n"),
        ("  a  =  1   # one   \n", "a =  1    # one\n"),
        ("a=1 # one", "a = 1 # one\n"),
        ("a = 1\nlonger=2\n", "a      = 1\nlonger = 2\n"),
        ("a = 1\n\nlonger = 2\n", "a = 1\n\nlonger = 2\n"),
        ("a = 1\n# why\nlonger = 2\n", "a      = 1\n# why\nlonger = 2\n"),
        ("a = 1\n\n\n\nb = 2\n\n", "a = 1\n\nb = 2\n"),
        ("a = 1\n[t]\nb = 2", "a = 1\n\n[t]\nb = 2\n"),
        ("a = 1\n# of t\n[t]\nb = 2", "a = 1\n\n# of t\n[t]\nb = 2\n"),
        ("a = 1\n# of a\n\n# of t\n[t]\nb = 2", "a = 1\n# of a\n\n# of t\n[t]\nb = 2\n"),
        ("[t]\n[t.u]\nb = 2", "[t]\n\n[t.u]\nb = 2\n"),
        ("a = 1_000\nb =   500\n", "a = 1_000\nb =   500\n"),
        ("a   =   'x'\n", "a = 'x'\n"),
        ("a = [\n  1,   \n    2, # two  \n]   # all\n", "a = [\n  1,\n    2, # two\n]   # all\n"),
        ("a = [ # list\n  1,\n]\nlong = 2\n", "a    = [ # list\n  1,\n]\nlong = 2\n"),
        ('a = """\n  x  \n\n\n[t]\n b=1  """   \nlong = 1\n', 'a    = """\n  x  \n\n\n[t]\n b=1  """\nlong = 1\n'),
        ("a = ['''\nx  \n''',  \n]\n", "a = ['''\nx  \n''',\n]\n"),
        ("\ufeffa=1\r\nb = 2\r\n", "a = 1\nb = 2\n"),
        ("'a = b'=1\nc.\"d # e\"=2 # f = 3\n", "'a = b'   = 1\nc.\"d # e\" = 2 # f = 3\n"),
        ("a = '# no comment'\nlong = '='  # a = b\n", "a    = '# no comment'\nlong = '='  # a = b\n"),
        ("a = 1     # one\nbc = 2    # two\n", "a  = 1    # one\nbc = 2    # two\n"),
        ("a = 1 # one\nbcde = 2 # two\n", "a    = 1 # one\nbcde = 2 # two\n"),
        ("a = 1 # one\nbcdef = 22 # two\n", "a     = 1 # one\nbcdef = 22 # two\n"),
    ],
)
def test_the_layout(before: str, after: str) -> None:
    assert formatted(before, "x") == after
    assert formatted(after, "x") == after


def comments(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip().startswith("#")]


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(TEXTS), st.data())
def test_white_space_that_somebody_changed_comes_back_into_order(text: str, data: st.DataObject) -> None:
    lines = text.split("\n")
    for number in data.draw(st.lists(st.integers(0, len(lines) - 1), max_size=40)):
        change = data.draw(st.sampled_from(["  {}", "{}  ", "\n\n{}", "{}\t"]))
        lines[number] = change.format(lines[number])
    disturbed = "\n".join(lines)
    made = formatted(disturbed, "x")
    assert tomli.loads(made) == tomli.loads(disturbed)
    assert comments(made) == comments(disturbed)
    assert formatted(made, "x") == made
    assert not [line for line in made.split("\n") if line != line.rstrip()]


@given(st.text(alphabet="ab=.\"'#[]{},\\ \n\t1_-", max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_text_is_refused_or_keeps_what_it_says(text: str) -> None:
    try:
        made = formatted(text, "x")
    except InputError:
        return
    assert tomli.loads(made) == tomli.loads(text)
    assert formatted(made, "x") == made
