"""A real browser for tests: headless Chromium, driven through its DevTools protocol over two pipes."""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome")
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
FLAGS = (
    "--headless",
    "--remote-debugging-pipe",
    "--no-first-run",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--disable-dev-shm-usage",
    "--mute-audio",
    "--hide-scrollbars",
)
PATIENCE = 30.0
"""Seconds after which an answer that does not come is a failure."""


def found() -> str | None:
    """Return the browser's path, or None."""
    paths = (shutil.which(each) for each in NAMES)
    return next((each for each in paths if each), MAC if Path(MAC).exists() else None)


LAUNCH = """
import fcntl, os, sys
files = [fcntl.fcntl(int(each), fcntl.F_DUPFD, 20) for each in sys.argv[1:3]]
for number, file in zip((3, 4), files):
    os.dup2(file, number)
os.execv(sys.argv[3], sys.argv[3:])
"""
"""The browser reads commands from file 3 and answers to file 4."""


class Tab:
    """One page of the browser; `events` holds everything that it told."""

    def __init__(self, program: str, home: str) -> None:
        command = [program, *FLAGS, f"--user-data-dir={home}", "about:blank"]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.insert(1, "--no-sandbox")  # it refuses to start for root otherwise
        theirs_in, self._out = os.pipe()
        self._in, theirs_out = os.pipe()
        with Path(home, "log").open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", LAUNCH, str(theirs_in), str(theirs_out), *command],
                pass_fds=(theirs_in, theirs_out),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        os.close(theirs_in)
        os.close(theirs_out)
        self._rest, self._number, self._session = b"", 0, ""
        self.events: list[dict[str, Any]] = []

    def start(self) -> None:
        """Take hold of the first page."""
        target = next(each for each in self.ask("Target.getTargets")["targetInfos"] if each["type"] == "page")
        self._session = self.ask("Target.attachToTarget", targetId=target["targetId"], flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log", "DOM"):
            self.ask(f"{domain}.enable")

    def ask(self, method: str, **parameters: Any) -> Any:
        """Send a command and return its result."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                assert "error" not in answer, answer["error"]
                return answer["result"]

    def _next(self) -> dict[str, Any]:
        until = time.monotonic() + PATIENCE
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._in], [], [], max(0.0, until - time.monotonic()))
            chunk = os.read(self._in, 1 << 20) if ready else b""
            assert chunk, "the browser does not answer"
            self._rest += chunk
        message, _, self._rest = self._rest.partition(b"\0")
        told: dict[str, Any] = json.loads(message)
        if "method" in told:
            self.events.append(told)
        return told

    def open(self, path: Path) -> None:
        """Open a file and wait until it has been shown, with its typefaces."""
        self.visit(path.as_uri())

    def visit(self, url: str) -> None:
        """Open an address and wait until it has been shown, with its typefaces."""
        self.events.clear()
        self.ask("Page.navigate", url=url)
        while not any(each["method"] == "Page.loadEventFired" for each in self.events):
            self._next()
        self.value("document.fonts.ready.then(() => 1)")

    def value(self, script: str) -> Any:
        """Return what a script says, run beside the page by the browser itself."""
        told = self.ask("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in told, told["exceptionDetails"]
        return told["result"].get("value")

    def size(self, width: int, height: int = 900, *, phone: bool = False) -> None:
        """Give the window a size in CSS pixels."""
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=phone)

    def click(self, selector: str) -> None:
        """Click into the middle of an element, once it is painted where it is scrolled to."""
        name = json.dumps(selector)
        self.value(f"document.querySelector({name}).scrollIntoView({{block: 'center', behavior: 'instant'}})")
        self.value("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(0))))")
        x, y = self.value(
            f"(b => [b.x + b.width / 2, b.y + b.height / 2])(document.querySelector({name}).getBoundingClientRect())"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.ask("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def press(self, key: str, code: int, text: str = "") -> None:
        """Press and release a key."""
        more = {"key": key, "code": key, "windowsVirtualKeyCode": code}
        self.ask("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", text=text, **more)
        self.ask("Input.dispatchKeyEvent", type="keyUp", **more)

    def pdf(self) -> bytes:
        """Return the page as the browser prints it."""
        return base64.b64decode(self.ask("Page.printToPDF", preferCSSPageSize=False)["data"])

    def picture(self) -> bytes:
        """Return the whole page as a PNG."""
        told = self.ask("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        return base64.b64decode(told["data"])

    def close(self) -> None:
        """End the browser."""
        with suppress(AssertionError, OSError):
            self._session = ""
            self.ask("Browser.close")
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        os.close(self._in)
        os.close(self._out)


@contextmanager
def opened(program: str) -> Iterator[Tab]:
    """Start the browser, with a home of its own that is thrown away."""
    with tempfile.TemporaryDirectory(prefix="dealdesk-browser-", ignore_cleanup_errors=True) as home:
        tab = Tab(program, home)
        try:
            tab.start()
            yield tab
        finally:
            tab.close()


@contextmanager
def needed() -> Iterator[Tab]:
    """Start the browser; where there is none the test is skipped, but fails where CI is set."""
    program = found()
    if program is None:
        missing = "no Chromium here; ./run test installs it on Debian: apt-get install chromium-headless-shell"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    with opened(program) as page:
        yield page
