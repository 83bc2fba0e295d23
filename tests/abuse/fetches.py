"""Every way in which HTML, CSS and SVG can ask for a file, with every kind of address; nobody may answer."""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dealdesk.errors import RenderError
from tests.abuse.abuse import Abuse, Outcome
from tests.abuse.templates import CANARY, PAGE, made_here

CHANNELS = (
    '<img src="{}">',
    '<img srcset="{} 2x" src="{}">',
    '<link rel="stylesheet" href="{}">',
    '<link rel="attachment" href="{}">',
    '<a rel="attachment" href="{}">x</a>',
    '<object data="{}"></object>',
    '<embed src="{}">',
    '<base href="{}"><img src="x.png">',
    '<body background="{}">',
    '<table background="{}"><tr><td>x</table>',
    '<svg width="9pt" height="9pt"><image href="{}" width="9" height="9"/></svg>',
    '<svg width="9pt" height="9pt" xmlns:x="http://www.w3.org/1999/xlink"><use x:href="{}#a"/></svg>',
    '<svg width="9pt" height="9pt"><style>@import url({});</style></svg>',
    '<svg width="9pt" height="9pt"><rect fill="url({}#a)" width="9" height="9"/></svg>',
    '<p style="background: url({})">x</p>',
    '<p style="list-style: url({}); display: list-item">x</p>',
    '<p style="border: 9pt solid; border-image: url({}) 1">x</p>',
    '<p style="mask: url({}); mask-border: url({})">x</p>',
    '<p style="content: url({})">x</p>',
    "<style>@import '{}';</style>",
    "<style>@import url({}) print;</style>",
    "<style>@font-face {{ font-family: y; src: url({}) }} p {{ font-family: y }}</style><p>x</p>",
    "<style>@color-profile --y {{ src: url({}) }} p {{ color: color(--y 1 0 0) }}</style><p>x</p>",
    "<style>p::before {{ content: url({}) }}</style><p>x</p>",
    "<style>@page {{ background: url({}) }} @page {{ @top-left {{ content: url({}) }} }}</style><p>x</p>",
    "<style>p {{ background: image-set('{}' 1x) }} p {{ cursor: url({}), auto }}</style><p>x</p>",
)
ADDRESSES = (
    "file://{path}",
    "FILE://{path}",
    "{path}",
    "file://localhost{path}",
    "asset:..{path}",
    "asset:%2e%2e/%2e%2e{path}",
    "asset:..%2f..%2f..%2f..%2f..%2f..{path}",
    "http://127.0.0.1:{port}/x.png",
    "HTTP://127.0.0.1:{port}/x.css",
    "//127.0.0.1:{port}/x.png",
    "https://127.0.0.1:{port}/x.svg",
    "ftp://127.0.0.1:{port}/x.png",
    "data:text/css;base64,QGltcG9ydCAnaHR0cDovLzEyNy4wLjAuMTo5L3gnOw==",
)


@contextmanager
def listener() -> Iterator[tuple[int, list[str]]]:
    """A port of this machine, and what called it so far."""
    calls: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    calls.append("a connection")
                    connection.sendall(b"HTTP/1.0 302 Found\r\nLocation: file:///etc/passwd\r\n\r\n")

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        try:
            yield server.getsockname()[1], calls
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join(5)


class Opened:
    """Notes when Python opens a file in this process; there is no way to take the hook out again."""

    watched: Path | None = None
    seen = 0

    @classmethod
    def watch(cls, path: Path) -> None:
        if cls.watched is None:
            sys.addaudithook(cls._note)
        cls.watched, cls.seen = path, 0

    @classmethod
    def _note(cls, event: str, details: tuple[object, ...]) -> None:
        if event == "open" and cls.watched is not None and str(details[0]).endswith(cls.watched.name):
            cls.seen += 1


def cases(path: Path, port: int) -> Iterator[tuple[str, str]]:
    """Yield each way with each kind of address: the markup, and the address."""
    for channel in CHANNELS:
        for address in ADDRESSES:
            said = address.format(path=path, port=port)
            yield channel.replace("{{", "{").replace("}}", "}").replace("{}", said), said


def fetched(markup: str, secret: Path, calls: list[str]) -> tuple[str, list[str]]:
    """Make a PDF of some markup in this process, whose network and files are not closed; return what became of it.

    Nothing but the fetcher stands between the markup and the file, so this sees a fetcher that lets something through.
    """
    Opened.watch(secret)
    before, faults = len(calls), []
    try:
        made = made_here(PAGE.replace("{}", markup), "pdf")
    except RenderError:
        outcome = "refused"
    else:
        outcome = "left out"
        if CANARY in text_of(made):
            faults.append(f"{markup}: the file was printed or attached")
    if Opened.seen:
        faults.append(f"{markup}: the file was opened")
    if len(calls) > before:
        faults.append(f"{markup}: the listener was called")
    return outcome, faults


def secret_in(folder: Path) -> Path:
    """Return a file that is a style and that shows when it is used."""
    secret = folder / "secret-9d1.css"
    secret.write_text(f"p::after {{ content: '{CANARY}' }}", "utf-8")
    return secret


def _run(seed: int, count: int, folder: Path) -> Outcome:
    """All of them in their order; a *seed* changes nothing."""
    outcome, secret = Outcome(), secret_in(folder)
    with listener() as (port, calls):
        for markup, _ in list(cases(secret, port))[:count]:
            became, faults = fetched(markup, secret, calls)
            outcome.counts[became] += 1
            outcome.faults += faults
        outcome.counts["connections"] = len(calls)
    return outcome


def text_of(pdf: bytes) -> str:
    """Return the text of a PDF, and of what is attached to it."""
    import io

    import pikepdf
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for name in opened.attachments:
            texts.append(opened.attachments[name].get_file().read_bytes().decode("utf-8", "replace"))
    return "\n".join(texts)


ABUSE = Abuse(
    "fetches",
    "26 ways to ask for a file, 13 kinds of address, and a listener that nobody calls",
    len(list(cases(Path(), 0))),
    _run,
)
