"""Text that is not TOML: the objection of the parser, at its place and in words for people who do not know TOML."""

from __future__ import annotations

import tomli

from dealdesk.catalog.places import SourceFile, dotted
from dealdesk.catalog.spans import Span, scan
from dealdesk.catalog.unwanted import character, unwanted
from dealdesk.errors import Mistake

_DUPLICATE = ("Cannot declare", "Cannot overwrite", "Cannot mutate", "Cannot redefine", "Duplicate")
_QUOTES = 'text needs quotes: name = "Acme"'
_NUMBERS = "numbers have no currency sign and no thousands separator: 24000 or 24_000"
_LONGER = 'longer text goes between """ and """'
_KEYS = 'a key with other signs than A-Z a-z 0-9 _ - needs quotes: "Zürich" = 1'
_SYNTAX = {  # what tomli says, and what we say
    "Invalid statement": ("a line is `key = value`, `[table]` or a comment", _KEYS),
    "Expected '='": ("`=` is missing after the key", f"write key = value; {_KEYS}"),
    "Invalid initial": ("a key is missing here", _KEYS),
    "Expected newline": ("nothing but a comment may follow on this line", f"one value a line; {_NUMBERS}"),
    "Expected ']": ("the `]` of the table is missing", None),
    "Invalid value": ("this is not a value", f"{_QUOTES}; {_NUMBERS}; true and false are in lower case"),
    "Invalid date": ("there is no such date", "write year-month-day: 2027-01-31"),
    "Unclosed array": ("`,` or `]` is missing", None),
    "Unclosed inline": ("`,` or `}` is missing", None),
    "Illegal character '\\n'": ("the text is not closed on its line", f'put " at its end; {_LONGER}'),
    "Found invalid character '\\n'": ("the text is not closed on its line", "put ' at its end"),
    "Unterminated string": ("the text is not closed", None),
    "Expected \"'": ("the text is not closed", None),
    "Unescaped": ("`\\` starts an escape that TOML does not know", "write \\\\ for a backslash"),
    "Invalid hex": ("the escape needs hexadecimal digits", "write \\\\ for a backslash"),
    "Escaped character": ("the escape is no character", None),
}


def _syntax(source: SourceFile, broken: tomli.TOMLDecodeError) -> Mistake:
    """The objection of tomli, at its place and in words for people who do not know TOML."""
    text = source.text
    if broken.pos >= len(broken.doc):
        offset = len(text.rstrip())
    else:  # tomli counts a CRLF as one character, so only its line and column hold
        offset = source.line_starts[broken.lineno - 1] + broken.colno - 1
    if broken.msg.startswith(_DUPLICATE):
        return _second_definition(source, offset)
    char = text[offset : offset + 1]
    if "character" in broken.msg and char and (what := _unwanted(char)):
        return _character(source, offset, offset + 1, char, what)
    words = ((message, hint) for start, (message, hint) in _SYNTAX.items() if broken.msg.startswith(start))
    message, hint = next(words, (broken.msg, None))
    opened = source.spans.opened if broken.msg.startswith("Unclosed") else source.spans.stopped
    if opened is not None and broken.msg.startswith(("Unclosed", "Unterminated", "Expected \"'")):
        hint = f"it starts on line {source.place(opened, opened).line} with {_opening(text[opened:])}"
    return source.mistake(offset, offset + 1, message, "toml", hint=hint)


def _opening(text: str) -> str:
    return text[:3] if text.startswith(('"""', "'''")) else text[:1]


def _second_definition(source: SourceFile, end: int) -> Mistake:
    """The mistake at a key that is given twice; tomli stopped behind the second."""
    upto = scan(source.text[:end])
    path = upto.last()
    second = upto.of(path) or Span(end, end, end, end)
    before = scan(source.text[: second.key_start])
    wrong, hint = f"`{dotted(path)}` is given twice", "a key is given once: keep one of the two"
    for length in range(len(path), 0, -1):
        if first := before.of(path[:length]):
            line = source.place(first.key_start, first.key_end).line
            known = path[: length - isinstance(path[length - 1], int)]  # a list rather than its entry
            wrong = f"`{dotted(known)}` is given already on line {line}"
            break
    return source.mistake(second.key_start, second.key_end, wrong, "duplicate", hint=hint)
