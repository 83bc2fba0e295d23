"""Terminals of all kinds: narrow ones, plain ones, pipes, and encodings that lack our characters."""

import json
import os
import re
import subprocess
import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from dealdesk.cli import main, terminal
from dealdesk.cli.table import Column, table
from tests.cli.conftest import CATALOG, DEAL, ROOT, Run

COMMAND = Path(sys.executable).with_name("dealdesk")
EXAMPLES = sorted(each.parent.name for each in (ROOT / "examples").glob("*/deal.toml"))
PAGES = [
    *(["price", f"examples/{name}"] for name in EXAMPLES),
    ["price", "examples/northwind", "--definitions"],
    ["price", "examples/northwind", "--explain", "1"],
    ["price", "examples/every-step", "--explain", "1"],
    ["compare", "examples/northwind"],
    ["compare", "examples/three-options"],
    ["advise", "examples/northwind"],
    ["advise", "examples/northwind", "--discount", "45"],
    ["catalog", "lint", "stellar-logic", "sippar", "--allowed"],
    ["catalog", "lint", "--explain", "DD102"],
    ["catalog", "diff", "stellar-logic", "sippar"],
    ["catalog", "space", "ai-control-plane"],
    ["catalog", "list"],
    *(["catalog", "show", name] for name in ("stellar-logic", "ai-control-plane", "sippar")),
    *(["catalog", "show", name, "--illustrative"] for name in ("stellar-logic", "ai-control-plane", "sippar")),
    ["catalog", "show", "ai-control-plane", "enterprise"],
    ["catalog", "curve", "ai-control-plane", "enterprise", "requests"],
    ["catalog", "curve", "sippar", "payment-fee"],
]
AMOUNT = re.compile(r"-?[0-9][0-9,]*\.[0-9]+|[0-9][0-9,]{3,}")
SIGNS = "─│┤└≈−–—…·×’→⠀"


def command(*words: str, **more: str) -> subprocess.CompletedProcess[bytes]:
    """Run the installed command in a process of its own, and return the bytes that it writes."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "COVERAGE_PROCESS_START") if name in os.environ}
    return subprocess.run([COMMAND, *words], capture_output=True, cwd=ROOT, env={**kept, **more}, check=False)


# ---- narrow


@pytest.mark.parametrize("words", PAGES, ids=" ".join)
def test_no_amount_is_cut_and_no_line_is_too_long(run: Run, at_root: Path, words: list[str]) -> None:
    wide = run(*words)
    assert wide.code == 0
    amounts = set(AMOUNT.findall(wide.out))
    for columns in (40, 60):
        narrow = run(*words, columns=columns)
        assert max(map(len, narrow.out.splitlines())) <= columns
        assert amounts - set(AMOUNT.findall(narrow.out)) == set(), columns


def test_below_forty_columns_a_page_is_as_wide_as_forty(run: Run, shop: Path) -> None:
    assert run("price", "deal.toml", columns=10).out == run("price", "deal.toml", columns=40).out


def test_a_table_without_room_becomes_rows_below_each_other(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    columns = [Column("Name"), Column("Amount", right=True), Column("Remark", breaks=True)]
    made = table(columns, [("A" * 30, "1,234.50", "first"), ("B", "", "second")], footer=[("All", "1,234.50", "")])
    monkeypatch.setenv("COLUMNS", "40")
    terminal.page(made)
    assert capsys.readouterr().out.splitlines() == [
        "A" * 30, "  Amount  1,234.50", "  Remark  first", "B", "  Remark  second",
        "─" * 40, "All", "  Amount  1,234.50",
    ]  # fmt: skip


def test_what_a_table_can_spare_is_left_out_before_rows_are_taken_apart(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    columns = [Column("Name"), Column("Hash", spare=True), Column("Amount", right=True), Column("Rep", spare=True)]
    made = table(columns, [("A" * 24, "h" * 8, "1,234.50", "r" * 8)], footer=[("All", "", "1,234.50", "")])
    shown = {}
    for width in (54, 53, 44, 43):
        monkeypatch.setenv("COLUMNS", str(width))
        terminal.page(made)
        shown[width] = capsys.readouterr().out.splitlines()[0].split()
    fewer = ["Name", "Hash", "Amount"]
    assert shown == {54: [*fewer, "Rep"], 53: fewer, 44: fewer, 43: ["Name", "Amount"]}


# ---- colour


@pytest.mark.parametrize("more", [{}, {"NO_COLOR": "1"}, {"TERM": "dumb"}, {"NO_COLOR": "1", "TERM": "dumb"}])
def test_a_pipe_gets_no_escapes(more: dict[str, str]) -> None:
    for words in (["price", "examples/northwind"], ["catalog", "curve", "sippar", "data"]):
        assert b"\x1b" not in command(*words, **more).stdout


def on_a_terminal(*words: str, **more: str) -> str:
    """Run a command whose stdout is a terminal, and return what it writes."""
    import pty

    child, fd = pty.fork()
    if child == 0:
        os.chdir(ROOT)
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        os.execve(COMMAND, [str(COMMAND), *words], {**kept, "TERM": "xterm-256color", "COLUMNS": "100", **more})
    found = b""
    try:
        while part := os.read(fd, 65536):
            found += part
    except OSError:  # how a terminal ends on Linux
        pass
    os.close(fd)
    os.waitpid(child, 0)
    return found.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
@pytest.mark.parametrize(
    ("more", "colours", "styles"),
    [
        ({}, True, True),
        ({"NO_COLOR": "1"}, False, True),
        ({"TERM": "dumb"}, False, False),
        ({"NO_COLOR": "1", "TERM": "dumb"}, False, False),
    ],
    ids=["plain", "NO_COLOR", "dumb", "both"],
)
def test_a_terminal_gets_colours_unless_it_asks_for_none(more: dict[str, str], colours: bool, styles: bool) -> None:
    text = on_a_terminal("doctor", **more)
    assert "Nothing is missing" in text
    assert bool(re.search(r"\x1b\[[0-9;]*3[0-7]", text)) is colours
    assert ("\x1b[" in text) is styles


# ---- encodings


class Piped(TextIOWrapper):
    """A stdout that goes into memory, in some encoding."""

    def __init__(self, encoding: str) -> None:
        super().__init__(BytesIO(), encoding=encoding, write_through=True)

    @property
    def written(self) -> bytes:
        made: BytesIO = self.buffer  # type: ignore[assignment]
        return made.getvalue()


def printed(words: list[str], encoding: str, monkeypatch: pytest.MonkeyPatch, columns: int = 100) -> bytes:
    """Run a command in this process, and return the bytes that it writes to a stdout of an encoding."""
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stdout", Piped(encoding))
        patched.setenv("COLUMNS", str(columns))
        assert main(words) == 0
        return sys.stdout.written  # type: ignore[attr-defined,no-any-return]


@pytest.mark.parametrize("words", PAGES, ids=" ".join)
def test_signs_that_an_encoding_lacks_become_ascii_of_the_same_width(
    at_root: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    """A letter of a customer's that an encoding lacks stays an escape: it cannot be told by another one."""
    full = printed(words, "utf-8", monkeypatch).decode()
    for encoding in ("ascii", "cp1252", "cp437"):
        text = printed(words, encoding, monkeypatch).decode(encoding)
        theirs = {char for char in full if char.isalpha() and not _has(encoding, char)}
        shown = {chr(int(found[2:], 16)) for found in re.findall(r"\\x[0-9a-f]{2}|\\u[0-9a-f]{4}", text)}
        assert shown <= theirs, encoding
        if words[1] != "curve" and not theirs:  # that one is drawn otherwise
            assert list(map(len, text.splitlines())) == list(map(len, full.splitlines())), encoding
            assert text.translate(terminal.INSTEAD) == full.translate(terminal.INSTEAD), encoding


def _has(encoding: str, char: str) -> bool:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


@pytest.mark.parametrize("locale", ["C", "POSIX"])
@pytest.mark.parametrize("words", PAGES[-12:], ids=" ".join)
def test_the_c_locale_gets_none_of_our_signs(
    at_root: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], locale: str
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    assert not set(SIGNS) & set(printed(words, "utf-8", monkeypatch).decode())


@pytest.mark.parametrize(
    "more",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "C", "PYTHONUTF8": "0"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "cp1252"},
    ],
    ids=str,
)
@pytest.mark.parametrize(
    "words", [["price", "examples/usage-commitment"], ["doctor"], ["price", "--help"]], ids=" ".join
)
def test_a_process_of_its_own_does_the_same(words: list[str], more: dict[str, str]) -> None:
    ran = command(*words, **more)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert not set("─≈−│") & set(ran.stdout.decode(more.get("PYTHONIOENCODING", "utf-8")))
    assert b"\\u" not in ran.stdout


@pytest.mark.parametrize("more", [{"PYTHONIOENCODING": "ascii"}, {"PYTHONIOENCODING": "cp1252"}, {"LC_ALL": "C"}, {}])
def test_what_others_wrote_is_never_lost(tmp_path: Path, more: dict[str, str]) -> None:
    (tmp_path / "acme.toml").write_text(CATALOG, encoding="utf-8")
    (tmp_path / "deal.toml").write_text(DEAL.replace("Northwind", "Łódź – Ünal 株 🚀"), encoding="utf-8")
    ran = command("price", str(tmp_path / "deal.toml"), "--json", **more)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert json.loads(ran.stdout)["customer"]["name"] == "Łódź – Ünal 株 🚀"
    page = command("price", str(tmp_path / "deal.toml"), **more)
    assert page.returncode == 0
    assert b"nal" in page.stdout
    if more.get("PYTHONIOENCODING") == "ascii":
        assert rb"\u0141\xf3d\u017a - \xdcnal \u682a \U0001f680" in page.stdout


def test_a_mistake_is_shown_in_any_encoding(tmp_path: Path) -> None:
    (tmp_path / "acme.toml").write_text(CATALOG, encoding="utf-8")
    wrong = DEAL.replace('sku = "suite"', 'sku = "süite…" # ' + "×" * 150)
    (tmp_path / "deal.toml").write_text(wrong, encoding="utf-8")
    ran = command("price", str(tmp_path / "deal.toml"), PYTHONIOENCODING="ascii")
    assert ran.returncode == 2
    assert b"Traceback" not in ran.stderr
    _, source, carets, *_ = ran.stderr.decode("ascii").splitlines()
    assert source[carets.index("^") :].startswith('"s')


# ---- pipes


@pytest.mark.parametrize("words", [["catalog", "list"], ["catalog", "list", "--json"], ["--help"], ["price", "--help"]])
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_a_full_disk_behind_stdout_ends_with_73_and_a_sentence(words: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run([COMMAND, *words], stdout=full, stderr=subprocess.PIPE, text=True, cwd=ROOT, check=False)
    assert (ran.returncode, ran.stderr) == (73, "error: cannot write to stdout: No space left on device\n")


@pytest.mark.parametrize(("stream", "words", "code"), [("stdout", ["catalog", "list"], 0), ("stderr", ["prise"], 2)])
def test_a_closed_stream_is_no_crash(stream: str, words: list[str], code: int) -> None:
    number = {"stdout": 1, "stderr": 2}[stream]
    ran = subprocess.run(
        ["sh", "-c", f'exec "$0" "$@" {number}>&-', COMMAND, *words],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert ran.returncode == code
    assert "Traceback" not in ran.stdout + ran.stderr


def test_words_that_cannot_be_written_do_not_change_the_exit_code() -> None:
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run([COMMAND, "prise"], stdout=subprocess.PIPE, stderr=full, cwd=ROOT, check=False)
    assert (ran.returncode, ran.stdout) == (2, b"")


@pytest.mark.parametrize("call", [[str(COMMAND)], [sys.executable, "-m", "dealdesk"]], ids=["command", "module"])
def test_the_version_goes_into_pipes_too(call: list[str]) -> None:
    assert subprocess.run([*call, "--version"], capture_output=True, check=True).stdout.startswith(b"dealdesk ")
    with Path("/dev/full").open("wb") as full:
        assert subprocess.run([*call, "--version"], stdout=full, check=False).returncode == 73
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as closed:
        assert subprocess.run([*call, "--version"], stdout=closed, check=False).returncode == 141
