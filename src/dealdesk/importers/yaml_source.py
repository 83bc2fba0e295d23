"""YAML files as plain data with the place of everything: safe, bounded, and strict where YAML is not.

Text is text, a number keeps its written digits (Decimal, never float), a key given twice is a mistake.  What could
make a small file large (aliases of aliases), deep or strange (tags, merge keys) is refused at its place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path as File
from typing import Any

import yaml

from dealdesk.errors import InputError, Mistake, Place

Path = tuple[str | int, ...]

MOST_BYTES = 1 << 20
"""Most bytes of a file."""
MOST_DEPTH = 24
"""Most tables and lists inside each other."""
MOST_VALUES = 100_000
"""Most values of a file, an alias counted as all that it stands for."""
MOST_DIGITS = 24
"""Most digits of a number, as everywhere in dealdesk."""

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLAIN = ("tag:yaml.org,2002:map", "tag:yaml.org,2002:seq")
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9_]*)")
_DECIMAL = re.compile(r"[-+]?([0-9][0-9_]*)?\.[0-9_]*([eE][-+]?[0-9]{1,3})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass
class Document:
    """A YAML file: its data, and where each key and value stands.

    Attributes:
        name: What messages call the file.
        data: Tables as dict, lists as list, text, int, Decimal (infinite for .inf), bool, date, None.
        places: Line, column and length of each value, by path; both count from 1.
        keys: The same for each key.
    """

    name: str
    lines: list[str]
    data: Any = None
    places: dict[Path, tuple[int, int, int]] = field(default_factory=dict)
    keys: dict[Path, tuple[int, int, int]] = field(default_factory=dict)

    def line(self, *path: str | int) -> int:
        """Return the line of the key at *path*, or of the nearest table around it; 1 if there is none."""
        return self._at(path, key=True)[0]

    def mistake(
        self,
        path: Path,
        message: str,
        *,
        on_key: bool = False,
        allowed: str | None = None,
        hint: str | None = None,
        code: str = "import",
    ) -> Mistake:
        """Return a mistake at the value (or key) of *path*, or at the nearest table around it."""
        line, column, length = self._at(path, key=on_key)
        return self.mistake_at(line, column, length, message, allowed, hint, code)

    def mistake_at(
        self,
        line: int,
        column: int,
        length: int,
        message: str,
        allowed: str | None = None,
        hint: str | None = None,
        code: str = "yaml",
    ) -> Mistake:
        """Return a mistake at a line and column."""
        text = self.lines[line - 1] if 0 < line <= len(self.lines) else None
        return Mistake(message, Place(self.name, line, column, length), text, allowed, hint, code)

    def moved(self, old: Path, new: Path) -> None:
        """Say that what stood at *old* is now at *new*, so that mistakes there point to what was written."""
        for table in (self.places, self.keys):
            for path in [each for each in table if each[: len(old)] == old]:
                table[(*new, *path[len(old) :])] = table[path]

    def _at(self, path: Path, *, key: bool) -> tuple[int, int, int]:
        for length in range(len(path), 0, -1):
            first, second = (self.keys, self.places) if key or length < len(path) else (self.places, self.keys)
            found = first.get(path[:length]) or second.get(path[:length])
            if found is not None:
                return found
        return (1, 1, 1)


def read_yaml(file: File, name: str | None = None) -> Document:
    """Read a YAML file.

    Raises:
        InputError: It cannot be read, is too large, is not YAML, or says something that is refused; with its place.
    """
    shown = name or str(file)
    try:
        with file.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except (OSError, ValueError) as failure:
        reason = getattr(failure, "strerror", None) or str(failure)
        raise InputError(Mistake(f"cannot read {shown}: {reason}", code="unread")) from None
    return parse_yaml(data, shown)


def parse_yaml(data: bytes, name: str) -> Document:
    """Read YAML from bytes; `name` stands for the file in messages.  Otherwise as `read_yaml`."""
    start = Place(name, 1, 1)
    if len(data) > MOST_BYTES:
        raise InputError(Mistake("the file is too large", start, None, f"at most {MOST_BYTES:,} bytes", code="size"))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        line = data.count(b"\n", 0, broken.start) + 1
        message = "the file is not UTF-8 text"
        raise InputError(Mistake(message, Place(name, line, 1), hint="save it as UTF-8", code="encoding")) from None
    text = text.replace("\r\n", "\n")
    document = Document(name, text.split("\n"))
    if unseen := _UNSEEN.search(text):
        line, column = text.count("\n", 0, unseen.start()) + 1, unseen.start() - text.rfind("\n", 0, unseen.start())
        message = "a character that nobody can see"
        raise InputError(document.mistake_at(line, column, 1, message, hint="delete it", code="character"))
    try:
        _check_depth(document, text)
        loader = _LOADER(text)
        try:
            node = loader.get_single_node()
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as broken:
        mark: Any = broken.problem_mark or broken.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
        said = " ".join(str(each) for each in (broken.context, broken.problem) if each)
        raise InputError(document.mistake_at(line, column, 1, f"not YAML: {said}")) from None
    except (yaml.YAMLError, ValueError, RecursionError) as broken:
        said = str(broken).split("\n")[0]
        raise InputError(Mistake(f"not YAML: {said}", start, code="yaml")) from None
    reader = _Reader(document)
    document.data = reader.value(node, (), 0) if node is not None else None
    if reader.mistakes:
        raise InputError(reader.mistakes)
    return document


def _check_depth(document: Document, text: str) -> None:
    """Refuse what is nested too deeply, or has too many values, before anything is built from it."""
    depth = 0
    for values, event in enumerate(yaml.parse(text, _LOADER)):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        mark: Any = event.start_mark
        at = (mark.line + 1, mark.column + 1, 1)
        if depth > MOST_DEPTH:
            raise InputError(document.mistake_at(*at, "nested too deeply", f"{MOST_DEPTH} levels", None, "size"))
        if values > 2 * MOST_VALUES:
            raise InputError(document.mistake_at(*at, "too many values", f"{MOST_VALUES:,}", None, "size"))


class _Reader:
    """Turns nodes into data; every visit counts, so an alias costs what it stands for."""

    def __init__(self, document: Document) -> None:
        self.document, self.mistakes, self._seen = document, list[Mistake](), 0

    def value(self, node: Any, path: Path, depth: int) -> Any:
        self._seen += 1
        if self._seen > MOST_VALUES or depth > MOST_DEPTH:
            what = "too many values, counting what aliases stand for" if depth <= MOST_DEPTH else "nested too deeply"
            most = f"{MOST_VALUES:,}" if depth <= MOST_DEPTH else f"{MOST_DEPTH} levels"
            raise InputError(self.document.mistake_at(*_span(node), what, most, None, "size"))
        self.document.places.setdefault(path, _span(node))
        if isinstance(node, yaml.CollectionNode) and node.tag not in _PLAIN:
            self._wrong(_span(node), f"the tag {node.tag} is not read", "plain text, numbers, lists and tables")
        if isinstance(node, yaml.MappingNode):
            return self._table(node, path, depth)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(each, (*path, number), depth + 1) for number, each in enumerate(node.value)]
        return self._scalar(node)

    def _table(self, node: Any, path: Path, depth: int) -> dict[str, Any]:
        table: dict[str, Any] = {}
        for key, value in node.value:
            span = _span(key)
            if not isinstance(key, yaml.ScalarNode):
                self._wrong(span, "a key must be text", None, "write one word before the colon")
                continue
            if key.tag == "tag:yaml.org,2002:merge":
                self._wrong(span, "merge keys (<<) are not read", None, "write the keys out")
                continue
            name = str(key.value)
            if name in table:
                first = self.document.keys[(*path, name)][0]
                self._wrong(span, f"`{name}` is given already in line {first}", None, "keep one of the two")
                continue
            self.document.keys[(*path, name)] = span
            table[name] = self.value(value, (*path, name), depth + 1)
        return table

    def _scalar(self, node: Any) -> Any:
        text, kind = str(node.value), node.tag.rpartition(":")[2]
        if kind == "str":
            return text
        if kind == "null":
            return None
        if kind == "bool":
            return text.lower() in ("true", "yes", "on")
        if kind == "int" and _WHOLE.fullmatch(text):
            return int(self._digits(node, text))
        if kind == "float" and text.lower().lstrip("+") == ".inf":
            return Decimal("Infinity")
        if kind == "float" and _DECIMAL.fullmatch(text):
            return Decimal(self._digits(node, text))
        if kind == "timestamp" and _DAY.fullmatch(text):
            try:
                return date.fromisoformat(text)
            except ValueError:
                self._wrong(_span(node), f"there is no day {text}")
                return None
        if kind == "timestamp":
            return text
        if kind in ("int", "float"):
            self._wrong(_span(node), f"{text} is not a plain number", None, "write decimal digits, or quote it as text")
        else:
            self._wrong(_span(node), f"the tag {node.tag} is not read", "plain text, numbers, lists and tables")
        return None

    def _digits(self, node: Any, text: str) -> str:
        plain = text.replace("_", "")
        mantissa, _, power = plain.lower().partition("e")
        if sum(each.isdigit() for each in mantissa) > MOST_DIGITS or abs(int(power or 0)) > MOST_DIGITS:
            self._wrong(_span(node), "the number is too long", f"up to {MOST_DIGITS} digits")
            return "0"
        return plain

    def _wrong(
        self, span: tuple[int, int, int], message: str, allowed: str | None = None, hint: str | None = None
    ) -> None:
        self.mistakes.append(self.document.mistake_at(*span, message, allowed, hint))


def _span(node: Any) -> tuple[int, int, int]:
    start, end = node.start_mark, node.end_mark
    length = end.column - start.column if end.line == start.line else 1
    return start.line + 1, start.column + 1, max(length, 1)
