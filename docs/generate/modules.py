"""The page of the modules: what each says of itself in its first sentence."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from generate.markdown import table

SOURCE = Path("src/dealdesk")

HEAD = """# Modules

What is where, in the modules' own words. [Architecture](../architecture.md) has the plan, and one price from file to
paper.

"""


def page() -> str:
    """Return the page."""
    folders = [SOURCE, *sorted(each.parent for each in SOURCE.rglob("__init__.py") if each.parent != SOURCE)]
    return HEAD + "\n\n".join(_section(folder) for folder in folders) + "\n"


def _section(folder: Path) -> str:
    name = ".".join(("dealdesk", *folder.relative_to(SOURCE).parts))
    rows = [(f"`{file.stem}`", _sentence(file)) for file in _modules(folder)]
    about = f"## {name}\n\n{_sentence(folder / '__init__.py')}"
    return f"{about}\n\n{table(('module', ''), rows)}" if rows else about


def _modules(folder: Path) -> Iterator[Path]:
    return (file for file in sorted(folder.glob("*.py")) if not file.stem.startswith("__"))


def _sentence(file: Path) -> str:
    """Return the first paragraph of a module's docstring, without its code."""
    text = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    return re.sub(r"\s+", " ", text.split("\n\n")[0].replace("::", ":"))
