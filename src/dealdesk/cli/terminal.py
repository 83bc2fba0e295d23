"""Where results and words go: results to stdout, words to stderr, data never as markup."""

from __future__ import annotations

import codecs
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TextIO

from dealdesk.cli.builds import inert, inert_json
from dealdesk.errors import WriteError

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

WIDEST, NARROWEST, PIPED = 100, 40, 100
"""Columns of a page: at most, at least, and where there is no terminal."""

INSTEAD = str.maketrans(
    {
        **dict.fromkeys("─−–—‐‑", "-"),
        **dict.fromkeys("│", "|"),
        **dict.fromkeys("┤└", "+"),
        **dict.fromkeys("‘’", "'"),
        **dict.fromkeys("“”", '"'),
        **dict.fromkeys("\u00a0\u2007\u2009\u202f\u2800", " "),
        **dict.fromkeys("•▪", "*"),
        "≈": "~",
        "→": ">",
        "×": "x",
        "█": "#",
        "░": "=",
        "·": "-",
        "…": "~",
    }
)
"""What stands for a sign of ours where a terminal has no such sign; always as wide, so that columns and carets fit."""

BROKEN_PIPE = 141
"""Exit code when the reader of stdout went away: what the shell reports of `cat` then."""


class PipeClosed(Exception):
    """Nobody reads stdout any more; there is nothing left to do."""


def width() -> int:
    """Return the columns that a page may use."""
    from shutil import get_terminal_size

    return max(NARROWEST, min(get_terminal_size((PIPED, 24)).columns, WIDEST))


def result(text: str, *, commands: bool = False) -> None:
    """Write *text* to stdout, with a line end.

    In a build it holds no command to the machine that runs it, unless *commands* says that it is made of them.

    Raises:
        PipeClosed: Nobody reads it.
    """
    with _writing(sys.stdout):
        ended = text if text.endswith("\n") else text + "\n"
        sys.stdout.write(ended if commands else inert(ended))
        sys.stdout.flush()


def result_bytes(data: bytes) -> None:
    """Write *data* to stdout as it is."""
    with _writing(sys.stdout):
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


def words(text: str) -> None:
    """Write *text* for people to stderr, with a line end; where nobody can read it, the exit code has to do."""
    if sys.stderr is not None:
        try:
            sys.stderr.write(inert(_signs(text)) + "\n")
            sys.stderr.flush()
        except OSError:
            _forget(sys.stderr)


@contextmanager
def working(what: str) -> Iterator[None]:
    """Say on stderr that there is work going on, with the seconds, when it takes longer than a second.

    Where nobody looks (stderr is no terminal) nothing is said.
    """
    if sys.stderr is None or not sys.stderr.isatty():
        yield
        return
    from threading import Event, Thread
    from time import monotonic

    done, started = Event(), monotonic()

    def tell() -> None:
        while not done.wait(1):
            sys.stderr.write(f"\r{_signs(what)} … {monotonic() - started:.0f} s")
            sys.stderr.flush()

    teller = Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield
    finally:
        done.set()
        teller.join()
        if monotonic() - started >= 1:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def ascii_only() -> bool:
    """Whether stdout is to get no more than ASCII: its encoding is not a Unicode one, or LC_ALL asks for that."""
    return not (sys.stdout.encoding or "utf-8").lower().startswith("utf") or _c_locale()


def _c_locale() -> bool:
    return os.environ.get("LC_ALL") in ("C", "POSIX")  # Python makes UTF-8 of it


def json(value: Any) -> None:
    """Write *value* as JSON to stdout; Decimals and dates as text."""
    from json import dumps

    from dealdesk.quoting.canonical import plain

    result(inert_json(dumps(plain(value), indent=2, ensure_ascii=ascii_only())))


def page(*parts: RenderableType) -> None:
    """Write *parts* to stdout with an empty line between them; coloured where a terminal shows it."""
    console = _console()
    for number, part in enumerate(parts):
        if number:
            console.print()
        console.print(part)
    text: str = console.file.getvalue()  # type: ignore[attr-defined]
    result(_signs("\n".join(line.rstrip() for line in text.split("\n"))))


def _console() -> Console:
    from io import StringIO

    from rich.console import Console

    class Page(StringIO):
        encoding = "utf-8"  # what stdout lacks is replaced when it is written

    return Console(
        file=Page(newline=""),
        width=width(),
        force_terminal=True if sys.stdout.isatty() else None,
        markup=False,
        highlight=False,
        emoji=False,
        legacy_windows=False,
    )


def _signs(text: str) -> str:
    """Return *text* with our signs in ASCII, where LC_ALL asks for that; what others wrote stays as it is."""
    return text.translate(INSTEAD) if _c_locale() else text


@contextmanager
def _writing(stream: TextIO) -> Iterator[None]:
    """Turn what can happen while a stream is written into errors with an exit code."""
    try:
        yield
    except BrokenPipeError:
        _forget(stream)
        raise PipeClosed from None
    except OSError as failure:
        raise cannot_write(failure) from failure


def cannot_write(failure: OSError) -> WriteError:
    """Return the error for a stdout that took less than it was given: its disk is full, for example."""
    _forget(sys.stdout)
    return WriteError(f"cannot write to stdout: {failure.strerror}")


def _forget(stream: TextIO) -> None:
    """Send what is left in the buffers nowhere, so that the interpreter does not complain at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def prepare() -> None:
    """Let both streams print what their encoding lacks: our signs in ASCII, other characters as escapes."""
    codecs.register_error("dealdesk", _instead)
    if sys.stdout is None:  # closed by the caller, as in `dealdesk … >&-`
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="dealdesk")


def _instead(wrong: UnicodeError) -> tuple[str, int]:
    if not isinstance(wrong, UnicodeEncodeError):
        raise wrong
    text = wrong.object[wrong.start : wrong.end].translate(INSTEAD)
    return text.encode("ascii", "backslashreplace").decode(), wrong.end
