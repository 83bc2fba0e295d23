"""Where results and words go: results to stdout, words to stderr, data never as markup."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

WIDEST, NARROWEST, PIPED = 100, 40, 100
"""Columns of a page: at most, at least, and where there is no terminal."""

BROKEN_PIPE = 141
"""Exit code when the reader of stdout went away: what the shell reports of `cat` then."""


class PipeClosed(Exception):
    """Nobody reads stdout any more; there is nothing left to do."""


def width() -> int:
    """Return the columns that a page may use."""
    from shutil import get_terminal_size

    return max(NARROWEST, min(get_terminal_size((PIPED, 24)).columns, WIDEST))


def result(text: str) -> None:
    """Write *text* to stdout, with a line end.

    Raises:
        PipeClosed: Nobody reads it.
    """
    _write(sys.stdout, text if text.endswith("\n") else text + "\n")


def result_bytes(data: bytes) -> None:
    """Write *data* to stdout as it is."""
    sys.stdout.flush()
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        _forget(sys.stdout)
        raise PipeClosed from None


def words(text: str) -> None:
    """Write *text* for people to stderr, with a line end."""
    _write(sys.stderr, text + "\n")


def json(value: Any) -> None:
    """Write *value* as JSON to stdout; Decimals and dates as text."""
    from json import dumps

    from dealdesk.quoting.quote import plain

    result(dumps(plain(value), indent=2, ensure_ascii=False))


def page(*parts: RenderableType) -> None:
    """Write *parts* to stdout with an empty line between them; coloured where a terminal shows it."""
    console = _console()
    for number, part in enumerate(parts):
        if number:
            console.print()
        console.print(part)
    text: str = console.file.getvalue()  # type: ignore[attr-defined]
    result("\n".join(line.rstrip() for line in text.split("\n")))


def _console() -> Console:
    from io import StringIO

    from rich.console import Console

    class Page(StringIO):
        encoding = sys.stdout.encoding or "utf-8"

    return Console(
        file=Page(newline=""),
        width=width(),
        force_terminal=True if sys.stdout.isatty() else None,
        markup=False,
        highlight=False,
        emoji=False,
        legacy_windows=False,
    )


def _write(stream: TextIO, text: str) -> None:
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        _forget(stream)
        raise PipeClosed from None


def _forget(stream: TextIO) -> None:
    """Send what is left in the buffers nowhere, so that the interpreter does not complain at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def prepare() -> None:
    """Let both streams print what their encoding does not have, as escapes."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
