"""Text that is not TOML: the objection of the parser, at its place and in words for people who do not know TOML."""

from __future__ import annotations

from collections.abc import Iterator

import tomli

from dealdesk.catalog.places import SourceFile, dotted
from dealdesk.catalog.positions import Path
from dealdesk.catalog.slips import KEYS, recognised
from dealdesk.catalog.spans import Span, scan
from dealdesk.catalog.unwanted import character, unwanted
from dealdesk.errors import Mistake

LONGER = 'longer text goes between """ and """'

_DUPLICATE = ("Cannot declare", "Cannot overwrite", "Cannot mutate", "Cannot redefine", "Duplicate")
_ONCE = "a key is given once: keep one of the two"
_WORDS = {  # what tomli says, what we say, and what to do where the slip is not known
    "Invalid statement": ("a line is `key = value`, `[table]` or a comment", KEYS),
    "Expected '='": ("`=` is missing after the key", f"write key = value; {KEYS}"),
    "Invalid initial": ("a key is missing here", KEYS),
    "Expected newline": ("nothing but a comment may follow on this line", "one value a line"),
    "Expected ']": ("the `]` of the table is missing", "a header is [table], or [[table]] for one entry of a list"),
    "Invalid value": ("this is not a value", 'a value is "text", a number, true, false, a date, a [list] or a {table}'),
    "Invalid date": ("there is no such date", "write year-month-day: 2027-01-31"),
    "Unclosed array": ("`,` or `]` is missing", None),
    "Unclosed inline": ("`,` or `}` is missing", None),
    "Illegal character '\\n'": ("the text is not closed on its line", f'put " at its end; {LONGER}'),
    "Found invalid character '\\n'": ("the text is not closed on its line", "put ' at its end"),
    "Unterminated string": ("the text is not closed", 'put " at its end'),
    "Expected \"'": ("the text is not closed", "put ' at its end"),
    "Unescaped": ("`\\` starts an escape that TOML does not know", "write \\\\ for a backslash"),
    "Invalid hex": ("the escape needs hexadecimal digits", "write \\\\ for a backslash"),
    "Escaped character": ("the escape is no character", "write the character itself"),
}


def syntax_mistake(source: SourceFile, broken: tomli.TOMLDecodeError) -> Mistake:
    """Return the objection of tomli, at its place and in words for people who do not know TOML."""
    text = source.text
    if broken.pos >= len(broken.doc):
        offset = len(text.rstrip())
    else:  # tomli counts a CRLF as one character, so only its line and column hold
        offset = source.line_starts[broken.lineno - 1] + broken.colno - 1
    if broken.msg.startswith(_DUPLICATE):
        return _second_definition(source, offset)
    char = text[offset : offset + 1]
    if "character" in broken.msg and char and (what := unwanted(char)):
        return character(source, offset, offset + 1, char, what)
    words = ((message, hint) for start, (message, hint) in _WORDS.items() if broken.msg.startswith(start))
    message, hint = next(words, (broken.msg, None))
    if opened := _not_closed(source, broken.msg, offset):
        return opened
    place = source.place(offset, offset + 1)
    line = source.line(place.line)
    start, end = offset, offset + 1
    if slip := recognised(broken.msg, line[: place.column - 1], line[place.column - 1 :]):
        start, end = offset - slip.before, max(offset + slip.behind, end)
        message, hint = slip.message or message, slip.hint
    return source.mistake(start, end, message, "toml", hint=hint)


def _not_closed(source: SourceFile, objection: str, offset: int) -> Mistake | None:
    """The mistake of a text, a list or a table that is not closed, if it starts before the line of the objection."""
    if objection.startswith(("Unterminated", "Expected \"'")):
        opened = source.spans.stopped
        if opened is None or source.text[opened : opened + 1] not in ("'", '"'):
            return None
        quotes = source.text[opened : opened + 3]
        quotes = quotes if quotes in _QUOTES else quotes[:1]
        message, hint = "the text that starts here is not closed", f"put {quotes} at its end"
        return source.mistake(opened, opened + len(quotes), message, "toml", hint=hint)
    opened = source.spans.opened
    if opened is None or opened >= offset or not objection.startswith(("Unclosed", "Invalid value", "Invalid initial")):
        return None
    line = source.place(opened, opened).line
    if line == source.place(offset, offset).line and offset < len(source.text.rstrip()):
        return None
    noun, closer = ("list", "]") if source.text[opened] == "[" else ("table", "}")
    message, hint = f"`,` or `{closer}` is missing", f"the {noun} starts on line {line}: close it with {closer}"
    return source.mistake(offset, offset + 1, message, "toml", hint=hint)


_QUOTES = ('"""', "'''")


def given_twice(source: SourceFile) -> Iterator[Mistake]:
    """Each key that the scanner saw a second time."""
    for path, first, second in source.spans.again:
        yield _twice(source, path, first, second)


def _second_definition(source: SourceFile, end: int) -> Mistake:
    """The mistake at a key that is given twice in a way that only tomli sees; it stopped behind the second."""
    upto = scan(source.text[:end])
    path = upto.last()
    second = upto.of(path) or Span(end, end, end, end)
    before = scan(source.text[: second.key_start])
    for length in range(len(path), 0, -1):
        if first := before.of(path[:length]):
            return _twice(source, path[:length], first[:2], second[:2])
    return source.mistake(*second[:2], f"`{dotted(path)}` is given twice", "duplicate", hint=_ONCE)


def _twice(source: SourceFile, path: Path, first: tuple[int, int], second: tuple[int, int]) -> Mistake:
    line = source.place(*first).line
    known = path[: len(path) - isinstance(path[-1], int)]  # a list rather than its entry
    return source.mistake(*second, f"`{dotted(known)}` is given already on line {line}", "duplicate", hint=_ONCE)
