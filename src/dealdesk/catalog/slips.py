"""Slips that people make in TOML, recognised by what stands where the parser gave up: what to write instead."""

from __future__ import annotations

import re
from typing import NamedTuple


class Slip(NamedTuple):
    """A slip: the objection of the parser, what stands before and behind its place, and what to write instead.

    What both patterns match is what is marked; where the first has a group `only`, what the second matches.
    `hint` and `message` are format strings for the named groups of the patterns, for `all` that is marked, and for
    the digits of it, `plain`.
    """

    objection: str
    before: str
    behind: str
    hint: str
    message: str = ""


class Recognised(NamedTuple):
    """A slip in a text: how far before and behind the place it goes, the words for it, and what to do."""

    before: int
    behind: int
    message: str
    hint: str


KEYS = 'a key with other signs than A-Z a-z 0-9 _ - needs quotes: "Zürich" = 1'
_NO_DATE, _NO_NUMBER, _NO_TEXT = "{all} is not a date", "{all} is not a number", "text needs quotes"
_DATE = "write year-month-day, with two digits for month and day: 2027-01-31"
_NO_KEYS = "a list has values; keys stand in a table, between {{ and }}"
_TOML = "catalogs and deals are TOML: key = value"
_YAML = "this looks like YAML: a name and a colon"
_REST, _VALUE, _EQUALS, _LINE = "Expected newline", "Invalid value", "Expected '='", "Invalid statement"
_ONLY = "(?P<only>)$"

_SLIPS = (
    Slip("", "", r"[\u00a0\u200b-\u200f\u202f\u2060\u3000\ufeff]", "an invisible character stands here: delete it"),
    # what follows on the line
    Slip(_REST, r"\b(?P<a>\d{1,3})$", r",(?P<b>\d{3})(?![\d,])", "nothing separates thousands: {a}{b}", _NO_NUMBER),
    Slip(_REST, r"\b\d{1,3}$", r"(,\d{3})+", "nothing separates thousands: {plain}", _NO_NUMBER),
    Slip(_REST, r"(?P<a>\d+)$", r",(?P<b>\d+)", "decimals come after a point: {a}.{b}", _NO_NUMBER),
    Slip(_REST, "", r"[,;]\s*(#|$)", "delete it", "the end of the line ends the value, without a sign"),
    Slip(_REST, r"(?P<n>\d[\d.]*)\s*$", r"\s*%", "a percentage has no sign: {n}", _NO_NUMBER),
    Slip(_REST, r"\b\d{4}-\d{2}-\d{2}$", r"[Tt ]\d\d:[\d:.]*", "hours go to 23", "there is no such time of day"),
    Slip(_REST, r"\b\d{4}(-\d{1,2})?$", r"-\d{1,2}(-\d{1,2})?", _DATE, _NO_DATE),
    Slip(_REST, r"\b\d[\d.]*$", r"\d?[./-]\d{1,2}[./-]\d{2,4}|\.\d{4}", _DATE, _NO_DATE),
    Slip(_REST, r"(?P<n>\d[\d.]*)\s*$", r"(?!\w+\s*=)[A-Za-z]\w*", "a number stands alone: {n}", _NO_NUMBER),
    Slip(_REST, r"(?<![\d.])0$", r"0*(?P<n>\d+)", "a number does not start with 0: {n}", _NO_NUMBER),
    Slip(_REST, r"(?P<n>\d+)$", r"\.(?!\d)", "a digit comes behind the point: {n}.0", _NO_NUMBER),
    Slip(_REST, r"\d[\d_]*$", r"_[\d_]*", "one _ stands between two digits: 24_000", _NO_NUMBER),
    Slip(_REST, "", r"(//|--|/\*).*", "write # before it", "a comment starts with #"),
    Slip(_REST, r"\d[\d.]*\s*$", r"[*/+-].*", "write the result", "a value is not calculated"),
    Slip(_REST, r"\]\s*" + _ONLY, r"\w.*", "put it on a line of its own", "the keys of a table stand below its header"),
    Slip(_REST, r"\]" + _ONLY, r"\]+", "delete it", "there are more ] than ["),
    Slip(_REST, "", r"[\w-]+\s*=.*", "put it on a line of its own", "a line has one key and one value"),
    Slip(_REST, r"\b(true|false)$", r"\w+", "write true or false, or put text in quotes", "{all} is not a value"),
    Slip(_REST, r"[\"']\s*" + _ONLY, r"\S", r"write \" for a quote inside of a text, or put the text in single quotes"),
    Slip("Invalid date", "", r"[\dT:+-]+", _DATE),
    # values
    Slip(_VALUE, r"=\s*" + _ONLY, r"(?=\s*(#|$))", "write it behind the =, or delete the line", "the value is missing"),
    Slip(_VALUE, "", r"[“”„‟«»](?P<w>[^“”„‟«»]*)[“”„‟«»]?", 'quotes are straight: "{w}"', _NO_TEXT),
    Slip(_VALUE, "", r"[‘’‚‛](?P<w>[^‘’‚‛]*)[‘’‚‛]?", 'quotes are straight: "{w}"', _NO_TEXT),
    Slip(_VALUE, "", r"[$€£¥]\s*(?P<n>[\d.]+)(?![\d,])", "an amount has no currency sign: {n}", _NO_NUMBER),
    Slip(_VALUE, "", r"[$€£¥]\S*", "write the number alone: {plain}", _NO_NUMBER),
    Slip(_VALUE, "", r"(?i:true|yes|on)\b", "write true", "{all} is not a value"),
    Slip(_VALUE, "", r"(?i:false|no|off)\b", "write false", "{all} is not a value"),
    Slip(_VALUE, "", r"(?i:null|none|nil|undefined|n/a|tbd)\b", "leave out what there is not", "{all} is not a value"),
    Slip(_VALUE, "", r"[+-]?\.(?P<n>\d+)", "a digit comes before the point: 0.{n}", _NO_NUMBER),
    Slip(_VALUE, r"=" + _ONLY, r"=", "delete it", "one = stands between key and value"),
    Slip(_VALUE, r"[\[,]\s*" + _ONLY, r",", "delete one of the two commas", "an entry is missing"),
    Slip(_VALUE, r"^\s*[\w.-]+\s*=\s*" + _ONLY, r"(?P<w>[^\W\d_][^\"#]*[^\"#\s]|[^\W\d_])", 'write "{w}"', _NO_TEXT),
    Slip(_VALUE, r"\[([^\]]*,)?\s*" + _ONLY, r"[\w-]+\s*=", _NO_KEYS),
    Slip(_VALUE, "", r"(?P<w>[^\W\d_][^\"#,\]}=]*[^\s\"#,\]}=]|[^\W\d_])", 'write "{w}"', _NO_TEXT),
    Slip(_VALUE, "", r"(?P<w>[@/~.:&*][^\s\"#,\]}]*)", 'write "{w}"', _NO_TEXT),
    # keys and headers
    Slip(_EQUALS, r"^(?P<a>[\w-]+)$", r":\s*(?=#|$)", "a table starts with [{a}], a list of them with [[{a}]]", _YAML),
    Slip(_EQUALS, "", r"\s*:", "write = instead", "a colon stands between key and value"),
    Slip(_EQUALS, r"^[\w ]+" + _ONLY, r"[,;][\w ,;]*$", _TOML, "this looks like CSV, the text form of a spreadsheet"),
    Slip(
        _EQUALS, r"(?P<a>[\w-]+)\s+$", r"(?P<b>[\w-]+(?: [\w-]+)*)(?=\s*=)", 'a key with blanks needs quotes: "{a} {b}"'
    ),
    Slip(_EQUALS, r"(?P<a>[\w-]+)$", r"(?P<b>[^\W\d_][\w-]*)", 'a key with such a letter needs quotes: "{a}{b}"'),
    Slip(_EQUALS, "", r"\s*(#|$)", "write = and a value, or # before a remark"),
    Slip(_EQUALS, r"\s" + _ONLY, r"[\d\"'\[{]|true|false", "write = between key and value"),
    Slip(_LINE, "", r"(//|/\*|;|--).*", "write # before it", "a comment starts with #"),
    Slip(_LINE, "", r"{.*", _TOML, "this looks like JSON"),
    Slip(_LINE, "", r"<.*", _TOML, "this looks like HTML or XML"),
    Slip(_LINE, "", r"[\]}]", "delete it", "there is nothing to close here"),
    Slip(_LINE, "", r"=", "write a key before it", "the key is missing"),
    Slip(_LINE, "", r"(?P<w>[^\W\d_][\w -]*?)(?=\s*=)", 'a key with such a letter needs quotes: "{w}"'),
    Slip("Invalid initial", r",\s*" + _ONLY, r",", "delete one of the two commas"),
    Slip(
        "Invalid initial", r"^\s*\[+\s*$", r"\]", "write it between the brackets: [customer]", "the table has no name"
    ),
    Slip("Invalid initial", r"\." + _ONLY, r"[^\s\].=]", KEYS, "a key cannot start with this sign"),
    Slip("Invalid initial", r"\." + _ONLY, "", "write it, or delete the dot", "a name is missing behind the dot"),
    Slip("Expected ']", r"(?P<a>[\w-]+)\s+$", r"(?P<b>[\w -]+)(?=\])", 'a name with blanks needs quotes: ["{a} {b}"]'),
    # lists, tables and texts
    Slip("Unclosed array", r"[\w\"'}\]]\s+" + _ONLY, r"[\d\"'{]", "put a comma between two entries"),
    Slip("Unclosed array", "", r"=", _NO_KEYS),
    Slip("Unclosed inline", r"[\w\"'}\]]\s+" + _ONLY, r"[\w-]+(?=\s*=)", "put a comma between two keys"),
    Slip("Unescaped", r"(?<=\"[A-Za-z]:)\\.$", "", "put a path in single quotes, where \\ is a plain sign: 'C:\\dir'"),
    Slip("Invalid hex", r"\\[xuU][0-9A-Fa-f]*$", "", "write \\\\ for a backslash, or \\u and four digits"),
    Slip("Escaped character", r"\\[uU][0-9A-Fa-f]+$", "", "write the character itself"),
)


def recognised(objection: str, before: str, behind: str) -> Recognised | None:
    """Return the slip that explains an objection of the parser, or None.

    Args:
        objection: What tomli says.
        before: The line up to the place.
        behind: The line from the place on.
    """
    for slip in _SLIPS:
        if objection.startswith(slip.objection):
            left, right = re.search(slip.before or "$", before[-200:]), re.match(slip.behind, behind[:200])
            if left and right:
                marked = left[0] if "only" not in left.groupdict() else ""
                words = left.groupdict("") | right.groupdict("") | {"all": (marked + right[0]).strip()[:40]}
                words["plain"] = re.sub(r"[^\d.]", "", words["all"])
                length = len(right[0].rstrip())
                return Recognised(len(marked), length, slip.message.format(**words), slip.hint.format(**words))
    return None
