"""The preview: served on this machine only, made again when a file changes, and seen in a real browser."""

import json
import socket
import time
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread

import pytest

from dealdesk.documents.preview import Preview, running
from dealdesk.errors import RenderError
from tests.documents.browser import needed


class Page:
    """A preview of a file, and what a request to it answers."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.preview = Preview(self._make, lambda: [file, file.parent / "more"], "html", "a page")
        self.server = running(self.preview)
        self.port = self.server.server_port
        Thread(target=self.server.serve_forever, daemon=True).start()

    def _make(self) -> bytes:
        said = self.file.read_text("utf-8")
        if "wrong" in said:
            raise RenderError(f"<b>{said}</b> cannot be made")
        return f"<!doctype html><p>{said}</p>".encode()

    def ask(self, path: str, host: str = "") -> tuple[int, bytes]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", path, headers={"Host": host or f"127.0.0.1:{self.port}"})
        with closing(connection), connection.getresponse() as answer:
            return answer.status, answer.read()

    def state(self, after: int) -> dict[str, object]:
        return dict(json.loads(self.ask(f"/version?after={after}")[1]))


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    file = tmp_path / "file.txt"
    file.write_text("first", "utf-8")
    made = Page(file)
    yield made
    made.preview.end()
    made.server.shutdown()
    made.server.server_close()


def test_a_changed_file_makes_a_new_version_and_an_error_keeps_the_last_page(page: Page) -> None:
    assert page.state(-1) == {"version": 1, "error": "", "title": "a page"}
    assert b"first" in page.ask("/document")[1]
    page.file.write_text("second", "utf-8")
    assert page.state(1)["version"] == 2
    assert b"second" in page.ask("/document")[1]
    page.file.write_text("wrong", "utf-8")
    assert page.state(2)["error"] == "<b>wrong</b> cannot be made"
    assert b"second" in page.ask("/document")[1]
    (page.file.parent / "more").mkdir()
    (page.file.parent / "more" / "new.css").write_text("", "utf-8")
    assert page.state(3)["version"] == 4


def test_it_listens_on_this_machine_only_and_by_its_own_name(page: Page) -> None:
    assert page.server.server_address[0] == "127.0.0.1"
    assert page.ask("/document", host="elsewhere.example")[0] == 403
    assert page.ask("/document", host=f"localhost:{page.port}")[0] == 200
    for path in ("/../../etc/passwd", "/%2e%2e/file.txt", "//file.txt", "/document/x"):
        assert page.ask(path)[0] == 404, path
    with socket.create_connection(("127.0.0.1", page.port)) as wire:
        wire.sendall(b"POST / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert b" 501 " in wire.recv(100)


def test_a_browser_shows_the_page_and_what_becomes_of_it(page: Page) -> None:
    with needed() as tab:
        tab.size(800)
        tab.visit(f"http://127.0.0.1:{page.port}/")
        requests = [each for each in tab.events if each["method"] == "Network.requestWillBeSent"]
        assert all(f"//127.0.0.1:{page.port}/" in each["params"]["request"]["url"] for each in requests)
        shows(tab, "document.querySelector('iframe').src.endsWith('version=1')")
        page.file.write_text("second", "utf-8")
        shows(tab, "document.querySelector('iframe').src.endsWith('version=2')")
        page.file.write_text("wrong", "utf-8")
        shows(tab, "document.querySelector('pre.told')?.textContent === '<b>wrong</b> cannot be made'")
        page.file.write_text("third", "utf-8")
        shows(tab, "document.querySelector('pre.told') === null")


def shows(tab: object, condition: str) -> None:
    """Wait until a condition holds in the page; it fails when that takes too long."""
    until = time.monotonic() + 15
    while not tab.value(condition):  # type: ignore[attr-defined]
        assert time.monotonic() < until, condition
        time.sleep(0.05)
