"""Text that is written in another way: with escapes, in hex, in base64, in another encoding."""

from __future__ import annotations

import binascii
import codecs
import re
import zlib
from base64 import b64decode
from collections.abc import Callable, Iterator
from html import unescape
from urllib.parse import unquote

DEEPEST = 3
"""How often a text is read again that was written in another way."""

LARGEST = 1 << 20
"""Most bytes that are unpacked of packed bytes in a text."""

_SCRIPT_ESCAPE = re.compile(
    r"\\u\{([0-9A-Fa-f]{1,6})\}|\\u([0-9A-Fa-f]{4})|\\x([0-9A-Fa-f]{2})|\\([0-3][0-7]{2})|_x([0-9A-Fa-f]{4})_"
)
_BASE64 = re.compile(r"(?<![\w+/-])[A-Za-z0-9+/_-]{11,}={0,2}(?![\w+/=-])")
_HEX = re.compile(r"(?<![0-9A-Za-z])(?:0x)?(?:[0-9A-Fa-f]{2}){6,}(?![0-9A-Za-z])")
_HEX_APART = re.compile(
    r"(?<![0-9A-Za-z])(?:(?:0x)?[0-9A-Fa-f]{2}(?:, ?|[ :])){5,}(?:0x)?[0-9A-Fa-f]{2}(?![0-9A-Za-z])"
)
_NOT_HEX = re.compile(r"0x|[^0-9A-Fa-f]")
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
_QUOTED = re.compile(r"=[0-9A-F]{2}")
_REFERENCE = re.compile(r"&(?:#\d|#x[0-9A-Fa-f]|[a-z]{2,8};)")


def written_otherwise(text: str, depth: int = 0) -> Iterator[tuple[str, str]]:
    """Yield what escapes, hex and base64 in a text say, where that is letters and digits: how it is written, and it.

    What was written so twice is read twice.
    """
    read: dict[str, str] = {}
    if "\\" in text or "_x" in text:
        read["escaped"] = _SCRIPT_ESCAPE.sub(_unescaped_script, text)
    if _PERCENT.search(text):
        read["escaped in percent"] = unquote(text)
    if len(_QUOTED.findall(text, 0, LARGEST)) > 1:
        read["quoted"] = _QUOTED.sub(lambda match: char(match[0][1:]), text)
    if _REFERENCE.search(text):
        read["escaped as markup"] = unescape(text)
    found = [unpacked for match in _BASE64.finditer(text) if (unpacked := _printable(_from_base64, match[0]))]
    for way in (_HEX, _HEX_APART):
        found += [unpacked for match in way.finditer(text) if (unpacked := _printable(_from_hex, match[0]))]
    if found:
        read["encoded"] = "\n".join(found)
    for how, made in read.items():
        if made != text:
            yield how, made
            if depth + 1 < DEEPEST:
                yield from written_otherwise(made, depth + 1)


def _from_base64(written: str) -> bytes:
    return b64decode(written.replace("-", "+").replace("_", "/").rstrip("=") + "=" * (-len(written.rstrip("=")) % 4))


def _from_hex(written: str) -> bytes:
    return bytes.fromhex(_NOT_HEX.sub("", written))


def _printable(decode: Callable[[str], bytes], written: str) -> str:
    try:
        found = decode(written)
    except (ValueError, binascii.Error):
        return ""
    text = text_of(_unpacked(found))
    return text if "".join(text.split()).isprintable() else ""


def _unpacked(packed: bytes) -> bytes:
    """Return what packed bytes hold; others as they are."""
    ways = {b"\x1f\x8b": 31, b"\x78\x9c": 15, b"\x78\x01": 15, b"\x78\xda": 15, b"\x78\x5e": 15}
    way = ways.get(packed[:2])
    try:
        return zlib.decompressobj(way).decompress(packed, LARGEST) if way else packed
    except zlib.error:
        return packed


def text_of(data: bytes) -> str:
    """Return bytes as text, in UTF-8 or, where that is what it looks like, UTF-16 or UTF-32; "" for what is none."""
    marks = {codecs.BOM_UTF32_LE: "utf-32", codecs.BOM_UTF32_BE: "utf-32", codecs.BOM_UTF16_LE: "utf-16"}
    code = next((code for mark, code in {**marks, codecs.BOM_UTF16_BE: "utf-16"}.items() if data.startswith(mark)), "")
    if not code and b"\0" in data[:400]:
        head = data[: min(len(data), 400) // 4 * 4]
        zeros = [sum(not each for each in head[n::4]) * 4 > len(head) * 0.6 for n in range(4)]
        shapes = {
            "utf-32-le": (0, 1, 1, 1),
            "utf-32-be": (1, 1, 1, 0),
            "utf-16-le": (0, 1, 0, 1),
            "utf-16-be": (1, 0, 1, 0),
        }
        code = next((code for code, shape in shapes.items() if zeros == [*map(bool, shape)]), "utf-8")
    try:
        text = data.decode(code or "utf-8-sig")
    except UnicodeDecodeError:
        return ""
    return "" if "\0" in text else text


def _unescaped_script(match: re.Match[str]) -> str:
    return chr(int(match[4], 8)) if match[4] else char(match[1] or match[2] or match[3] or match[5])


def char(digits: str) -> str:
    """Return the letter of a number in hex."""
    code = int(digits, 16)
    return chr(code) if 0 < code < 0x110000 else " "
