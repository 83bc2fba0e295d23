"""Text that is written in another way: with escapes, in hex, in base64."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from collections.abc import Callable, Iterator
from urllib.parse import unquote

_SCRIPT_ESCAPE = re.compile(r"\\u\{?([0-9A-Fa-f]{4,6})\}?|\\x([0-9A-Fa-f]{2})")
_BASE64 = re.compile(r"(?<![\w+/=-])[A-Za-z0-9+/_-]{11,}={0,2}(?![\w+/=-])")
_HEX = re.compile(r"(?<![0-9A-Za-z])(?:[0-9A-Fa-f]{2}){6,}(?![0-9A-Za-z])")
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")


def written_otherwise(text: str) -> Iterator[tuple[str, str]]:
    """Yield what escapes, hex and base64 in a text say, where that is letters and digits: how it is written, and it."""
    if "\\" in text:
        yield "escaped", _SCRIPT_ESCAPE.sub(_unescaped_script, text)
    if _PERCENT.search(text):
        yield "escaped", unquote(text)
    found = [unpacked for match in _BASE64.finditer(text) if (unpacked := _printable(_from_base64, match[0]))]
    found += [unpacked for match in _HEX.finditer(text) if (unpacked := _printable(bytes.fromhex, match[0]))]
    if found:
        yield "encoded", "\n".join(found)


def _from_base64(written: str) -> bytes:
    return b64decode(written.replace("-", "+").replace("_", "/").rstrip("=") + "=" * (-len(written.rstrip("=")) % 4))


def _printable(decode: Callable[[str], bytes], written: str) -> str:
    try:
        text = decode(written).decode()
    except (ValueError, binascii.Error):
        return ""
    return text if "".join(text.split()).isprintable() else ""


def _unescaped_script(match: re.Match[str]) -> str:
    return char(match[1] or match[2])


def char(digits: str) -> str:
    """Return the letter of a number in hex."""
    code = int(digits, 16)
    return chr(code) if 0 < code < 0x110000 else " "
