"""A document in the browser of its author, made again whenever something that it is made from changes.

The server listens on this machine only, answers three addresses, reads no path that a browser names, and refuses
requests that come by another name than its own, as those of a page elsewhere would.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Condition, Event, Thread
from urllib.parse import parse_qs, urlsplit

from dealdesk.errors import DealdeskError

HOST = "127.0.0.1"
PAUSE, WAIT = 0.3, 20.0
"""Seconds between two looks at the files, and at most before a browser that waits gets an answer."""

MOST = 5_000
"""Files that are watched at most."""

MEDIA = {"html": "text/html; charset=utf-8", "pdf": "application/pdf"}

_STYLE = """
html, body { margin: 0; height: 100%; background: #eef1f4; font: 14px/1.5 system-ui, sans-serif; color: #2a3444 }
iframe { border: 0; width: 100%; height: 100%; background: #fff; display: block }
pre { display: none; position: fixed; inset: auto 0 0 0; margin: 0; max-height: 60%; overflow: auto; padding: 16px 24px;
  background: #fff; border-top: 3px solid #b3261e; white-space: pre-wrap; font: 13px/1.5 ui-monospace, monospace }
pre.told { display: block }
"""
_SCRIPT = """
const page = document.querySelector("iframe"), told = document.querySelector("pre");
let version = -1;
async function follow() {
  for (;;) {
    try {
      const answer = await (await fetch("/version?after=" + version)).json();
      told.textContent = answer.error;
      told.className = answer.error ? "told" : "";
      if (answer.version !== version && !answer.error) page.src = "/document?version=" + answer.version;
      version = answer.version;
      document.title = answer.title;
    } catch {
      told.textContent = "The preview has ended.";
      told.className = "told";
      await new Promise((again) => setTimeout(again, 1000));
    }
  }
}
follow();
"""


def _hashed(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


_SHELL_POLICY = (
    f"default-src 'none'; frame-src 'self'; connect-src 'self'; style-src {_hashed(_STYLE)}; "
    f"script-src {_hashed(_SCRIPT)}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class Preview:
    """A document that is made again when it has to be.

    Args:
        make: Makes it.
        watched: Returns the files and folders that it is made from.
        form: "html" or "pdf".
        title: What the window is called.
    """

    def __init__(self, make: Callable[[], bytes], watched: Callable[[], Iterable[Path]], form: str, title: str) -> None:
        self._make, self._watched, self.form, self.title = make, watched, form, title
        self.version, self.content, self.error = 0, b"", ""
        self._changed, self._ended = Condition(), Event()
        self._seen: object = None

    def look(self) -> bool:
        """Make the document again if something has changed; return whether that was so."""
        seen = tuple(_states(self._watched()))
        if seen == self._seen:
            return False
        self._seen = seen
        try:
            content, error = self._make(), ""
        except DealdeskError as wrong:
            content, error = self.content, str(wrong)
        with self._changed:
            self.version, self.content, self.error = self.version + 1, content, error
            self._changed.notify_all()
        return True

    def follow(self) -> None:
        """Look at the files until the end."""
        while not self._ended.wait(PAUSE):
            self.look()

    def end(self) -> None:
        """Stop following, and let those who wait go."""
        self._ended.set()
        with self._changed:
            self._changed.notify_all()

    def after(self, version: int, seconds: float = WAIT) -> dict[str, object]:
        """Return version and error as soon as the version is another, or after some seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self.version != version or self._ended.is_set(), seconds)
            return {"version": self.version, "error": self.error, "title": self.title}


def _states(places: Iterable[Path]) -> Iterator[tuple[str, int, int]]:
    """Yield path, time of change and size of files, and of those below folders; of what is gone, its path alone."""
    left = MOST
    for place in places:
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            left -= 1
            if left < 0:
                return
            try:
                found = path.stat()
            except OSError:
                yield str(path), 0, -1
                continue
            yield str(path), found.st_mtime_ns, found.st_size


def server(preview: Preview, port: int = 0) -> ThreadingHTTPServer:
    """Return a server of a preview that listens on this machine; `serve_forever` runs it.

    Args:
        preview: What it shows.
        port: Where; 0 for any that is free.

    Raises:
        OSError: The port is not free.
    """

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = urlsplit(self.path)
            if self.headers.get("Host") not in names:
                self._answer(403, "text/plain", b"This address has another name.\n")
            elif asked.path == "/":
                self._answer(200, MEDIA["html"], _shell(preview), _SHELL_POLICY)
            elif asked.path == "/document":
                self._answer(200, MEDIA[preview.form], preview.content)
            elif asked.path == "/version":
                after = parse_qs(asked.query).get("after", ["-1"])[0]
                state = preview.after(int(after) if after.isdecimal() else -1)
                self._answer(200, "application/json", json.dumps(state).encode())
            else:
                self._answer(404, "text/plain", b"There is nothing here.\n")

        def _answer(self, status: int, media: str, content: bytes, policy: str = "") -> None:
            self.send_response(status)
            self.send_header("Content-Type", media)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Cache-Control", "no-store")
            self.send_header("X-Content-Type-Options", "nosniff")
            self.send_header("Referrer-Policy", "no-referrer")
            if policy:
                self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            """Keep requests to oneself."""

    made = ThreadingHTTPServer((HOST, port), Handler)
    made.daemon_threads = True
    names = {f"{each}:{made.server_port}" for each in (HOST, "localhost")}
    return made


def _shell(preview: Preview) -> bytes:
    # A page may run the script that its own policy names; it never reaches the preview around it.
    sandbox = ' sandbox="allow-scripts"' if preview.form == "html" else ""
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(preview.title)}</title>'
        f'<style>{_STYLE}</style></head><body><iframe title="{escape(preview.title)}"{sandbox}></iframe>'
        f'<pre role="alert"></pre><script>{_SCRIPT}</script></body></html>'
    ).encode()


def running(preview: Preview, port: int = 0) -> ThreadingHTTPServer:
    """Make the document, and return a server of it, while another thread follows what it is made from."""
    made = server(preview, port)
    preview.look()
    Thread(target=preview.follow, daemon=True).start()
    return made
