"""Naughty strings in every field, through every output: what is not refused is printed as it is, and does nothing."""

from __future__ import annotations

import csv
import json
import os
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import chdir, redirect_stderr, redirect_stdout
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from unittest import mock

import tinyhtml5
from markdown_it import MarkdownIt

from dealdesk.cli import main
from dealdesk.cli.sheet import FORMULA
from dealdesk.documents import render
from dealdesk.documents.active import found_active
from dealdesk.errors import DealdeskError, RenderError, printable
from dealdesk.quoting.quote import Quote
from tests.abuse.abuse import Abuse, Outcome
from tests.abuse.desk import Desk
from tests.abuse.fetches import text_of
from tests.abuse.fields import Fields
from tests.abuse.naughty import naughty

BATCH = 42
"""Strings of a document: as many as there are fields that every document prints."""

SAME = str.maketrans({"\u2019": "'", "\u2212": "-", "\u2011": "-", "\u2010": "-"})
OURS = re.compile(r"sha256:[0-9a-f]{64}|<br>")
"""What Markdown sets as code or as HTML: fingerprints, and the line breaks inside cells of tables."""
ACTIVE = ("html_inline", "html_block", "link_open", "image", "fence", "code_inline", "code_block")
HYPHENS = "-\x02\ufffe"
"""What PDFium makes of a hyphen at the end of a line: it takes it for one that type has added."""

COMMANDS = re.compile(r"^\s*::|##\s*(?:\[|vso\[|teamcity\[)", re.MULTILINE | re.IGNORECASE)
NUMBER = re.compile(r"-?[0-9.]+")


def same(text: str) -> str:
    """Return a text without what type may change: spaces, line ends, apostrophes, accents, what has no width."""
    plain = unicodedata.normalize("NFKC", text).translate(SAME)
    return "".join(each for each in plain if not each.isspace() and unicodedata.category(each) != "Cf")


def faults_of(quote: Quote, fields: Fields, desk: Desk, *, pdf: bool) -> Iterator[str]:
    """Yield what is wrong with any output of a quote."""
    looks: list[tuple[str, Callable[[], Iterator[str]]]] = [
        ("json", lambda: _json(quote, fields)),
        ("html", lambda: _html(quote, fields)),
        ("md", lambda: _md(quote, fields)),
        ("terminal", lambda: on_the_terminal(quote, desk)),
    ]
    if pdf:
        looks.append(("pdf", lambda: _pdf(quote, fields)))
    for name, look in looks:
        try:
            yield from (f"{name}: {each}" for each in look())
        except Exception as crash:  # any at all is a finding
            yield f"{name}: {type(crash).__name__}: {crash}"


def _missing(fields: Fields, text: str, without: str = "") -> Iterator[str]:
    """Yield what is to be printed and is not in a text; the characters *without* do not count."""
    gone = str.maketrans("", "", without)
    found = same(text).translate(gone)
    for each in dict.fromkeys(fields.printed):
        if same(each).translate(gone) not in found:
            yield f"{each!r} cannot be read back"


def _json(quote: Quote, fields: Fields) -> Iterator[str]:
    text = render(quote, format="json").decode()
    if Quote.from_json(text) != quote:
        yield "another quote comes back"
    said = set(_strings(json.loads(text)))
    yield from (f"{each!r} does not come back" for each in set(fields.printed) - said)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)


def _html(quote: Quote, fields: Fields) -> Iterator[str]:
    page = render(quote, format="html")
    active = found_active(page, "html")
    if active is not None:
        yield f"holds {active}"
    root = tinyhtml5.parse(page.decode(), namespace_html_elements=False)
    for style in root.iter("style"):
        style.text = ""
    yield from _missing(fields, " ".join(root.itertext()))


def _md(quote: Quote, fields: Fields) -> Iterator[str]:
    text = render(quote, format="md").decode()
    texts: list[str] = []
    for block in MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(text):
        for token in (block, *(block.children or ())):
            if token.type in ACTIVE and not OURS.fullmatch(token.content):
                yield f"{token.type}: {token.content[:60]!r}"
            if token.type in ("text", "text_special"):
                texts.append(token.content)
            elif token.type in ("softbreak", "hardbreak", "inline"):
                texts.append(" ")
    if re.search(r"(?<!\\)(?:https?|ftp)://|(?<!\\)\bwww\.", text):
        yield "an address that readers make a link of"
    if COMMANDS.search(text):
        yield f"a command to a build: {COMMANDS.search(text)}"
    # A line break inside a text is written as "; ", and nothing else may be changed.
    found = same("".join(texts))
    yield from (
        f"{each!r} cannot be read back"
        for each in dict.fromkeys(fields.printed)
        if same(each) not in found and same("; ".join(each.split("\n"))).replace(";", "") not in found.replace(";", "")
    )


def _pdf(quote: Quote, fields: Fields) -> Iterator[str]:
    made = render(quote)
    active = found_active(made, "pdf")
    if active is not None:
        yield f"holds {active}"
    yield from _missing(fields, text_of(made), HYPHENS)


def on_the_terminal(quote: Quote, desk: Desk) -> Iterator[str]:
    """Run commands as in a build, and look at what they print."""
    for words in (
        ("price", "deal.toml"),
        ("price", "deal.toml", "--explain", "1"),
        ("price", "deal.toml", "--json"),
        ("price", "deal.toml", "--csv"),
        ("compare", "deal.toml"),
        ("catalog", "show", "catalog.toml"),
        ("catalog", "validate", "catalog.toml"),
        ("price", "deal.toml", "--option", quote.options[0].name + "x"),
    ):
        code, out, err = _ran(desk, *words)
        where = " ".join(words[:2])
        if code not in (0, 1, 2):
            yield f"{where}: ends with {code}"
        for text in (out, err):
            if not text.replace("\n", "").isprintable():
                odd = next(each for each in text if not each.isprintable() and each != "\n")
                if "--json" not in words and "--csv" not in words:
                    yield f"{where}: prints {odd!r}"
            if COMMANDS.search(text):
                yield f"{where}: a command to a build: {COMMANDS.search(text)}"
        if words == ("price", "deal.toml") and same(printable(quote.customer.name)) not in same(out):
            yield f"{where}: {quote.customer.name!r} cannot be read back"
        if "--csv" in words:
            yield from _csv(out)
        if "--json" in words:
            json.loads(out)


def _csv(out: str) -> Iterator[str]:
    for row in csv.reader(StringIO(out)):
        for cell in row:
            if cell.lstrip().startswith(FORMULA) and not NUMBER.fullmatch(cell):
                yield f"a formula: {cell!r}"
            if "\n" in cell or "\r" in cell:
                yield f"a line break in a cell: {cell!r}"


def _ran(desk: Desk, *words: str) -> tuple[int, str, str]:
    out, err = (TextIOWrapper(BytesIO(), "utf-8", newline="") for _ in range(2))
    with (
        chdir(desk.folder),
        mock.patch.dict(os.environ, CI="true", DEALDESK_CACHE="off", COLUMNS="100"),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        code = main(list(words))
    for each in (out, err):
        each.flush()
    return code, out.buffer.getvalue().decode(), err.buffer.getvalue().decode()  # type: ignore[attr-defined]


def sorted_out(strings: Sequence[str], desk: Desk, outcome: Outcome) -> tuple[list[str], list[str]]:
    """Return the strings that can be set in type, and those that other outputs take; the rest is refused."""
    typed, others = [], []
    for text in strings:
        refused = desk.refusal(text)
        if refused is not None:
            outcome.counts["refused where it is typed in"] += 1
            if "without a place" in refused or not refused.replace("\n", "").isprintable():
                outcome.faults.append(f"{text!r}: {refused}")
            continue
        cannot, in_no_document = desk.unprintable(text) or ("", False)
        if not cannot:
            outcome.counts["printed everywhere"] += 1
            typed.append(text)
        elif in_no_document:
            outcome.counts["refused when a document is made"] += 1
        else:
            outcome.counts["printed, but not as PDF"] += 1
            others.append(text)
        if cannot and "name: " not in cannot:
            outcome.faults.append(f"{text!r}: the field is not named: {cannot}")
    return typed, others


def run_strings(strings: Sequence[str], folder: Path) -> Outcome:
    """Put strings through everything."""
    outcome, desk = Outcome(), Desk(folder / "desk")
    for group, pdf in zip(sorted_out(strings, desk, outcome), (True, False), strict=True):
        for start in range(0, len(group), BATCH):
            fields = Fields(group[start : start + BATCH])
            desk.write(fields)
            outcome.counts["documents"] += 1
            try:
                quote = desk.quote()
            except DealdeskError as refused:
                outcome.faults.append(f"strings {start} and on: each is accepted, and all of them are not: {refused}")
                continue
            outcome.faults += faults_of(quote, fields, desk, pdf=pdf)
            if not pdf:
                try:
                    render(quote)
                    outcome.faults.append(f"strings {start} and on: set in type without typefaces for them")
                except RenderError:
                    pass
    return outcome


def _run(seed: int, count: int, folder: Path) -> Outcome:
    return run_strings([naughty(seed, number) for number in range(count)], folder)


ABUSE = Abuse("strings", "naughty strings in every field, through every output", 10_000, _run)
