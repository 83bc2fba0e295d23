"""What an editor shows when somebody points at a key: asked of tombi's language server, as an editor asks."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from time import sleep
from typing import Any

import pytest

from dealdesk.project import lay_out
from tests.cli.test_init import TODAY
from tests.schema.test_schema import TOMBI

Hover = Callable[[str, str], str]


@pytest.fixture(scope="module")
def hover(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hover]:
    """Points at the first line of a file that begins so, and returns what is shown."""
    folder = tmp_path_factory.mktemp("editor")
    lay_out(folder, today=TODAY, name="Acme")
    command = [str(TOMBI), "lsp", "--offline", "--no-cache"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=folder
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        number = 0

        def send(message: dict[str, Any]) -> None:
            body = json.dumps({"jsonrpc": "2.0", **message}).encode()
            server.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
            server.stdin.flush()

        def received() -> Any:
            size = 0
            while line := server.stdout.readline().strip():
                if line.lower().startswith(b"content-length"):
                    size = int(line.split(b":")[1])
            assert size, "the server is gone"
            return json.loads(server.stdout.read(size))

        def ask(method: str, params: Any) -> Any:
            nonlocal number
            number += 1
            send({"id": number, "method": method, "params": params})
            while (answer := received()).get("id") != number or "method" in answer:
                if "method" in answer and "id" in answer:  # the server asks, too
                    send({"id": answer["id"], "result": None})
            return answer["result"]

        def pointed(file: str, start: str) -> str:
            path = folder / file
            text = path.read_text(encoding="utf-8")
            document = {"uri": path.as_uri(), "languageId": "toml", "version": 1, "text": text}
            send({"method": "textDocument/didOpen", "params": {"textDocument": document}})
            line = next(number for number, each in enumerate(text.split("\n")) if each.startswith(start))
            at = {"textDocument": {"uri": path.as_uri()}, "position": {"line": line, "character": 0}}
            for _ in range(100):  # the server reads schemas meanwhile
                if shown := ask("textDocument/hover", at):
                    return str(shown["contents"]["value"])
                sleep(0.05)
            return ""

        rich = {"textDocument": {"hover": {"contentFormat": ["markdown"]}}}
        ask("initialize", {"processId": None, "rootUri": folder.as_uri(), "capabilities": rich})
        send({"method": "initialized", "params": {}})
        yield pointed
        ask("shutdown", None)
        server.kill()


@pytest.mark.parametrize(
    ("file", "start", "shown"),
    [
        ("catalogs/acme/products.toml", "family ", "What rules group it by."),
        ("catalogs/acme/products.toml", "period ", "What the price is for; `once` is charged once"),
        ("catalogs/acme/products.toml", 'model  = "per_unit"', "`price` × quantity"),
        ("catalogs/acme/rules.toml", "count ", "Kinds of product that count."),
        ("catalogs/acme/examples.toml", "expect ", "Amounts by measure"),
        ("deals/first.toml", "months ", "Term; or give `end`, the last day."),
    ],
)
def test_an_editor_explains_a_key(hover: Hover, file: str, start: str, shown: str) -> None:
    assert shown in hover(file, start)
