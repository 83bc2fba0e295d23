"""The page of mistakes, from the gallery of broken files in `tests/errors` and what was seen of each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

GALLERY = Path(__file__).resolve().parents[2] / "tests" / "errors"

TOPICS = (
    ("file", "Files"),
    ("toml", "Signs and quotes"),
    ("twice", "Keys given twice"),
    ("keys", "Keys"),
    ("kinds", "Values of another kind"),
    ("bounds", "Values out of bounds"),
    ("numbers", "Numbers"),
    ("characters", "Characters"),
    ("size", "Sizes"),
    ("names", "Names that the catalog does not have"),
    ("term", "The term"),
    ("deal", "What a deal says"),
    ("sale", "What cannot be sold so"),
    ("options", "Options of a deal"),
    ("charges", "Charges of a catalog"),
    ("rules", "Rules of a catalog"),
    ("policy", "Policy of a catalog"),
    ("catalog", "The rest of a catalog"),
    ("together", "Many mistakes at once"),
)
"""The folders of the gallery in the order of the page, and their headings."""

CODES = (
    ("bound", "a number that is too large, too small or too fine"),
    ("character", "a character that cannot be seen, or that acts"),
    ("check", "numbers that break a check of a value model"),
    ("choice", "a word that is none of a fixed set"),
    ("dangling", "a name in a catalog that the catalog does not have"),
    ("deal", "something that the catalog does not have or does not sell so"),
    ("duplicate", "a key or a name that is given twice"),
    ("encoding", "not UTF-8, or not text"),
    ("file", "not the file that it was taken for, or not readable"),
    ("form", "a text of another form, such as an id with blanks"),
    ("formula", "a formula of a value model that cannot be read or computed, or a model that does not fit together"),
    ("input", "anything else"),
    ("kind", "a text, number, date, list or table where another belongs"),
    ("length", "a text or a list that is too long or too short"),
    ("missing", "a key that must be there"),
    ("no-catalog", "no catalog of that name"),
    ("no-model", "no value model of that name, or one that calculates nothing"),
    ("number", "a number that cannot be computed with"),
    ("rule", "values that do not go together"),
    ("savings", "a number for a value model that it does not ask for, or that is outside its range"),
    ("size", "a file, a line or a nesting that is too large"),
    ("toml", "not TOML"),
    ("unknown-key", "a key that the table does not have"),
    ("value", "a value that is refused for another reason"),
)

HEAD = """# What dealdesk says about mistakes

All mistakes of a run are told at once, in the order of the file. Each has its place as `file:line:column`, the line
with a caret under what is wrong, what is allowed, and what to do. Nothing is priced until they are gone, and the exit
code is 2.

    deal.toml:14:1: error: unknown key `quantiy` in line `suite`
       14 | quantiy = 20
          | ^^^^^^^
       allowed: sku, quantity, charge, usage, price, …
       hint: did you mean `quantity`?
    1 mistake

Paths start at the working folder; a file of a packaged catalog is named by its catalog: `stellar-logic/rules.toml:12`.
Of one file at most 100 mistakes are told. Where a text is not TOML, what comes behind that place is told in the next
run.

## For programs

With `--json` the same goes to stdout, and nothing to stderr:

```json
{
  "valid": false,
  "mistakes": [
    {
      "file": "deal.toml",
      "line": 14,
      "column": 1,
      "message": "unknown key `quantiy` in line `suite`",
      "allowed": "sku, quantity, charge, usage, price, …",
      "hint": "did you mean `quantity`?",
      "code": "unknown-key"
    }
  ]
}
```

`catalog validate --json` gives a list of such objects, one a path, each with its `path`. Every key is always there.
`line`, `column`, `allowed` and `hint` may be `null`; `file` is empty where no file is meant. Lines and columns count
from 1, columns in characters. Sentences may get better from version to version; codes stay.

| code | what it is |
|---|---|
{codes}

## Every message

One example of each message, from the files that the tests check.
"""


def page() -> str:
    """Return the page."""
    codes = "\n".join(f"| `{code}` | {words} |" for code, words in CODES)
    parts = [HEAD.replace("{codes}", codes)]
    said: set[str] = set()
    for folder, heading in TOPICS:
        if shown := [text for file in _seen(folder) if (text := _entry(folder, file, said))]:
            parts.append(f"\n### {heading}\n\n" + "\n".join(shown))
    return "".join(parts)


def left_out() -> set[str]:
    """Return the folders of the gallery that no topic stands for."""
    folders = {each.name for each in GALLERY.iterdir() if any(each.glob("*.txt"))}
    return folders - {folder for folder, _ in TOPICS}


def _seen(folder: str) -> Iterator[Path]:
    """Yield what was seen of each broken file of a folder, in order."""
    yield from sorted((GALLERY / folder).glob("*.txt"))


def _entry(folder: str, file: Path, said: set[str]) -> str | None:
    """Return what was seen of one file; None where the page has its messages already."""
    text = file.read_text(encoding="utf-8").rstrip("\n")
    found = re.findall(r"error: (.*)(?:\n *\d+ \| (.*))?", text)
    forms = {_form(message, line) for message, line in found}
    if forms <= said and folder != "together":
        return None
    said |= forms
    lines = text.split("\n")
    lines = lines[:-1] if lines[-1] == "1 mistake" else lines
    return "".join([_sentence(folder, file), "\n\n```text\n", "\n".join(_short(each) for each in lines), "\n```\n"])


def _form(message: str, line: str) -> str:
    """A message without what is filled in: names, numbers, quotes, and words of the line."""
    bare = re.sub(r"`[^`]*`|\"[^\"]*\"|U\+\w+|[-+]?\d[\d.,-]*", "…", message)
    words = set(re.findall(r"[\w-]+", line))
    return re.sub(r"[\w-]+", lambda word: "…" if word[0] in words else word[0], bare)


def _short(line: str) -> str:
    """A line that fits the page."""
    return line if len(line) <= 118 else f"{line[:117]}…"


def _sentence(folder: str, file: Path) -> str:
    """What is wrong, in one sentence: the first line of the broken file, or what its maker says."""
    broken = file.with_suffix(".toml")
    if broken.with_suffix("").is_dir():
        broken = min(broken.with_suffix("").glob("*.toml"))
    if broken.is_file():
        return broken.read_text(encoding="utf-8").split("\n", 1)[0].removeprefix("# ")
    return _made()[folder, file.stem]


def _made() -> dict[tuple[str, str], str]:
    """The sentences about files that no repository can hold."""
    import ast

    tree = ast.parse((GALLERY / "made.py").read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Made"]
    words = [[getattr(arg, "value", None) for arg in call.args[:3]] for call in calls]
    return {(str(group), str(name)): str(sentence) for group, name, sentence in words}
