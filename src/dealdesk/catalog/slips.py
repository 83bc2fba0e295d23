"""Slips that people make in TOML, recognised by what stands where the parser gave up: what to write instead."""

from __future__ import annotations

import re
from typing import NamedTuple


class Slip(NamedTuple):
    """A slip: the objection of the parser, what stands before and after its place, and what to write instead.

    `hint` is a format string for the named groups of both patterns.
    """

    objection: str
    before: str
    after: str
    hint: str


KEYS = 'a key with other signs than A-Z a-z 0-9 _ - needs quotes: "Zürich" = 1'
_COMMENT = "a comment starts with #"
_DATE = "a date is year-month-day with two digits each: 2027-01-31"
_NEWLINE, _VALUE, _EQUALS, _STATEMENT = "Expected newline", "Invalid value", "Expected '='", "Invalid statement"

_SLIPS = (
    Slip("", "", r"[\u00a0\u200b-\u200f\u202f\u2060\u3000\ufeff]", "an invisible character stands here: delete it"),
    Slip(
        _NEWLINE, r"\b(?P<a>\d{1,3})$", r",(?P<b>\d{3})(?![\d,])", "no separator between thousands: {a}{b} or {a}_{b}"
    ),
    Slip(_NEWLINE, r"\d$", r"(,\d{3})+", "no separators between thousands: 24000 or 24_000"),
    Slip(_NEWLINE, r"\d$", r",\d", "decimals come after a point: 2.50"),
    Slip(_NEWLINE, "", r"[,;]\s*(#|$)", "the end of the line ends the value: delete the sign"),
    Slip(_NEWLINE, r"(?P<n>[\d.]+)$", r"\s*%", "a percentage is written without its sign: {n}"),
    Slip(_NEWLINE, r"\d{1,4}(-\d{1,2})?$", r"-\d{1,4}", _DATE),
    Slip(_NEWLINE, r"\d$", r"[./]\d{1,2}[./]\d|\.\d{4}\b|/\d", _DATE),
    Slip(_NEWLINE, r"\d{4}-\d{2}-\d{2}[Tt ]\d\d$", r":\d\d", "there is no such time of day"),
    Slip(_NEWLINE, r"(?P<n>\d+)\s*$", r"[A-Za-z]", "a number stands alone, without its unit: {n}"),
    Slip(_NEWLINE, r"(?<![\d.])0$", r"\d", "a number does not start with 0"),
    Slip(_NEWLINE, r"(?P<n>\d+)$", r"\.(?!\d)", "a digit comes after the point: {n}.0"),
    Slip(_NEWLINE, r"\d$", r"_", "one _ between two digits: 24_000"),
    Slip(_NEWLINE, r"\d\s*$", r"[*/+-]", "a value is a number, not a calculation: write its result"),
    Slip(_NEWLINE, "", r"\s*(//|--|/\*)", _COMMENT),
    Slip(_NEWLINE, r"\]\s*$", r"\w", "the keys of a table come on the lines below its header"),
    Slip(_NEWLINE, r"\]$", r"\]", "as many ] as ["),
    Slip(_NEWLINE, "", r"=", "one key and one value a line"),
    Slip(_NEWLINE, r"\b(true|false)$", r"\w", "true and false stand alone; text needs quotes"),
    Slip(
        _NEWLINE, r"[\"']\s*$", r"\S", r"a quote inside a text is written \" or the text stands between single quotes"
    ),
    Slip(_VALUE, "", r"\s*(#|$)", "write a value after the =, or delete the line"),
    Slip(_VALUE, "", r"[“”„‟‘’‚«»]", "quotes are straight: \" or '"),
    Slip(_VALUE, "", r"[$€£¥]\s*(?P<n>[\d.]*)", "an amount has no currency sign: {n}"),
    Slip(
        _VALUE, "", r"(?P<w>(?i:true|false|yes|no|on|off))\b", "write true or false, in lower case and without quotes"
    ),
    Slip(_VALUE, "", r"(?i:null|none|nil|undefined|n/a|tbd)\b", "what is not known is left out: delete the line"),
    Slip(_VALUE, "", r"[+-]?\.(?P<n>\d+)", "a digit comes before the point: 0.{n}"),
    Slip(_VALUE, "", r"=", "one = is enough"),
    Slip(_VALUE, r"[\[,]\s*$", r",", "an entry is missing between two commas: delete one of them"),
    Slip(_VALUE, "", r"(?P<w>[^\W\d_][^\"#,\]}]*[^\s\"#,\]}]|[^\W\d_])", 'text needs quotes: "{w}"'),
    Slip(_VALUE, "", r"[@/~.]", 'text needs quotes: "…"'),
    Slip(_EQUALS, "", r"\s*:", "write = where other formats have a colon"),
    Slip(
        _EQUALS,
        r"(?P<a>[\w-]+)\s+$",
        r"(?P<b>[\w-]+)(?P<c>( [\w-]+)*)\s*=",
        'a key with blanks needs quotes: "{a} {b}{c}"',
    ),
    Slip(_EQUALS, "", r"\s*(#|$)", "write = and a value, or # before a remark"),
    Slip(_EQUALS, r"^\s*-\s+$", "", "this looks like YAML; catalogs and deals are TOML: key = value"),
    Slip(_STATEMENT, "", r"(//|/\*|;)", _COMMENT),
    Slip(_STATEMENT, "", r"{", "this looks like JSON; catalogs and deals are TOML: key = value"),
    Slip(_STATEMENT, "", r"<", "this looks like HTML or XML; catalogs and deals are TOML: key = value"),
    Slip(_STATEMENT, "", r"[\]}]", "nothing is open here that could be closed: delete it"),
    Slip(_STATEMENT, "", r"=", "a key is missing before the ="),
    Slip(_STATEMENT, "", r"[|>*!&%@`]", "this is not TOML: key = value"),
    Slip(
        _STATEMENT,
        "",
        r"(?P<w>[^\W\d_][\w -]*?)\s*=",
        'a key with other signs than A-Z a-z 0-9 _ - needs quotes: "{w}"',
    ),
    Slip("Invalid initial", r"^\s*\[+$", r"\]", "a table has a name: [customer]"),
    Slip("Invalid initial", r"\.$", "", "a name comes after the dot"),
    Slip("Expected ']", r"[\w-]\s+$", r"[\w-]", 'a name with blanks needs quotes: ["a b"]'),
    Slip("Unclosed array", "", r"\s*$|[A-Za-z0-9_-]+\s*=|\[", "close the list with ]"),
    Slip("Unclosed array", "", r"=", "a list has values, no keys; between {{ and }} there are keys"),
    Slip(
        "Unescaped", r"\"[A-Za-z]:\\.$", "", "a path stands between single quotes, where \\ is a plain sign: 'C:\\dir'"
    ),
)


def hint_for(objection: str, before: str, after: str) -> str | None:
    """Return what to write instead, or None for a slip that is not known.

    Args:
        objection: What tomli says.
        before: The line up to the place.
        after: The line from the place on.
    """
    for slip in _SLIPS:
        if objection.startswith(slip.objection):
            left, right = re.search(slip.before, before[-200:]), re.match(slip.after, after[:200])
            if left and right:
                return slip.hint.format(**left.groupdict(""), **right.groupdict(""))
    return None
