"""The page of the commands: their own help."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import redirect_stdout
from typing import Any

HEAD = "# Commands\n\nWhat `--help` prints. Results go to stdout, words to stderr.\n\n"


def page() -> str:
    """Return the page."""
    os.environ["COLUMNS"] = "100"
    return HEAD + "\n".join(f"## {name}\n\n```text\n{text}\n```\n" for name, text in _helps())


def _helps() -> Iterator[tuple[str, str]]:
    import typer

    from dealdesk.cli.app import app

    for words in _walk(typer.main.get_command(app), []):
        yield " ".join(["dealdesk", *words]), _help(words)


def _walk(command: Any, words: list[str]) -> Iterator[list[str]]:
    """Yield the words of a command and of those inside it; a group imports its commands when they are asked for."""
    yield words
    if hasattr(command, "list_commands"):
        context = command.context_class(command)
        for name in command.list_commands(context):
            yield from _walk(command.get_command(context, name), [*words, name])


def _help(words: list[str]) -> str:
    from dealdesk.cli import main

    with redirect_stdout(io.StringIO()) as out:
        main([*words, "--help"])
    return out.getvalue().rstrip()
