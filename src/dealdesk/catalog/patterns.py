"""The patterns of TOML: what a key, a value, a pair and the rest of a line look like.

Possessive quantifiers throughout: no pattern may backtrack over input that is meant to hurt.
"""

from __future__ import annotations

import re

_WORD = r"[A-Za-z0-9_-]++"
_LITERAL = r"'[^'\n]*+'(?!')"
_PLAIN_NUMBER = r"[0-9]{1,12}+(?:\.[0-9]{1,12}+)?+(?![A-Za-z0-9_+\-.:])"
_PLAIN = rf"""\"[^"\\\n]*+"(?!")|{_LITERAL}|{_PLAIN_NUMBER}|true|false"""
_BASIC = r"""\"(?!"")[^"\\\n]*+(?:\\.[^"\\\n]*+)*+\""""
_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[Tt ][0-9]{2}:[0-9:.]++(?:[Zz]|[+-][0-9]{2}:[0-9]{2})?+)?+"
_ODD = rf"{_DATE}|[A-Za-z0-9_+\-.:]++|{_BASIC}"
_BASIC_LINES = r'"""[^"\\]*+(?:(?:\\(?s:.)|"(?!""))[^"\\]*+)*+"{3,5}+'
_LITERAL_LINES = r"'''[^']*+(?:'(?!'')[^']*+)*+'{3,5}+"
_SKIP = r"(?:[ \t\r\n]++|#[^\n]*+)*+"
_REST = r"[ \t]*+(?:#[^\n]*+)?+\r?(?:\n|\Z)"
_PAIR = rf"({_WORD})[ \t]*+=[ \t]*+(?:({_PLAIN})|({_ODD}))"
_PART = rf"[ \t]*+({_WORD}|{_BASIC}|{_LITERAL})[ \t]*+"

skip = re.compile(_SKIP).match
rest_of_line = re.compile(_REST).match
part = re.compile(_PART).match
value = re.compile(rf"({_PLAIN}|{_LITERAL_LINES})|({_ODD}|{_BASIC_LINES})").match
line = re.compile(_SKIP + _PAIR + _REST).match  # most lines of a catalog, in one step
item = re.compile(rf"({_PLAIN}){_SKIP},{_SKIP}").match
entry = re.compile(rf"{_PAIR}(?:[ \t]*(,)[ \t]*)?").match
_escape = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL).finditer
_ESCAPES = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b", '"': '"', "\\": "\\"}


def escapes(raw: str) -> list[tuple[int, int, str]]:
    """Start, end and character of each escape in a string in double quotes; an escaped line end has none."""
    found = []
    for match in _escape(raw):
        digits = match[1] or match[2] or match[3]
        if not digits:
            found.append((match.start(), match.end(), _ESCAPES.get(match[4], "")))
        elif int(digits, 16) <= 0x10FFFF:
            found.append((match.start(), match.end(), chr(int(digits, 16))))
    return found
