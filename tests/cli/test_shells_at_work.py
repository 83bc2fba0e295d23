"""zsh and fish themselves complete a word: the tab key is pressed, and what then stands on the line is looked at."""

import os
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from dealdesk.cli.shells import SCRIPTS
from tests.cli.conftest import CATALOG, DEAL

COMMANDS = Path(sys.executable).parent
PATIENCE = 60
"""Seconds after which a shell that says nothing has failed."""

WORDS = (
    ("pri", "price "),
    ("price --catalog stellar-logic --line man", "price --catalog stellar-logic --line manufacturing "),
    ("price --catalog=stel", "price --catalog=stellar-logic "),
    ("price deals/f", "price deals/first.toml "),
    ("price dea", "price deals/"),
    ("price deals/first.toml --option O", r"price deals/first.toml --option One\ year "),
    ("render quote deals/first.toml -o no", "render quote deals/first.toml -o notes.txt "),
)
"""What is typed after `dealdesk`, and what stands there after the tab key."""

ZSHRC = r"""
PS1='> '
autoload -Uz compinit
compinit -u -D
source "$SCRIPT"
typed() { print -r -- "$BUFFER" >> "$TYPED"; BUFFER= }
zle -N typed
bindkey '^T' typed
print ready
"""


def missing(shell: str) -> bool:
    return shutil.which(shell) is None and not os.environ.get("CI")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "catalogs").mkdir()
    (tmp_path / "catalogs/acme.toml").write_text(CATALOG, encoding="utf-8")
    (tmp_path / "deals").mkdir()
    (tmp_path / "deals/first.toml").write_text(DEAL.replace("acme.toml", "acme"), encoding="utf-8")
    (tmp_path / "notes.txt").write_text("", encoding="utf-8")
    (tmp_path / "home").mkdir()
    for shell in ("zsh", "fish"):
        (tmp_path / "home" / shell).write_text(SCRIPTS[shell], encoding="utf-8")
    (tmp_path / "home/.zshrc").write_text(ZSHRC, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    home = str(tmp_path / "home")
    for name, value in {"HOME": home, "ZDOTDIR": home, "XDG_CONFIG_HOME": home, "TERM": "xterm"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PATH", f"{COMMANDS}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("SCRIPT", f"{home}/zsh")
    monkeypatch.setenv("TYPED", f"{home}/typed")
    return tmp_path


@pytest.mark.skipif(missing("fish"), reason="there is no fish here")
def test_fish_completes(desk: Path) -> None:
    asked = "; ".join(f"complete --escape -C 'dealdesk {typed}'; echo" for typed, _ in WORDS)
    command = ["fish", "--no-config", "-c", f"source home/fish; {asked}"]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, timeout=PATIENCE)
    told = [line.partition("\t")[0] for line in ran.stdout.split("\n\n")]
    assert ran.stderr == ""
    assert [each.strip() for each in told if each.strip()] == [_word(after) for _, after in WORDS]


def _word(line: str) -> str:
    """Return the last word of a line, in which a space that belongs to it is escaped."""
    return line.strip().replace(r"\ ", "\0").split(" ")[-1].replace("\0", r"\ ")


@pytest.mark.skipif(missing("zsh"), reason="there is no zsh here")
def test_zsh_completes(desk: Path) -> None:
    assert list(typed_in_zsh(desk / "home/typed", [typed for typed, _ in WORDS])) == [after for _, after in WORDS]


def typed_in_zsh(file: Path, words: Sequence[str]) -> Iterator[str]:
    """Type each of the words and the tab key in a terminal; yield what stands after `dealdesk` then."""
    terminal, its_end = os.openpty()
    command = ["zsh", "-i", "-o", "no_global_rcs"]
    zsh = subprocess.Popen(command, stdin=its_end, stdout=its_end, stderr=its_end, start_new_session=True)
    os.close(its_end)
    try:
        shown = b""
        end = time.monotonic() + PATIENCE
        while b"ready" not in shown:
            assert time.monotonic() < end, shown
            shown += _read(terminal)
        for number, each in enumerate(words):
            os.write(terminal, f"dealdesk {each}\t\x14".encode())
            while len(lines := _lines(file)) == number:
                assert time.monotonic() < end, shown
                shown += _read(terminal)
            yield lines[-1].removeprefix("dealdesk ")
    finally:
        os.close(terminal)
        zsh.kill()
        zsh.wait()


def _lines(file: Path) -> list[str]:
    return file.read_text("utf-8").splitlines() if file.exists() else []


def _read(terminal: int) -> bytes:
    return os.read(terminal, 65536) if select.select([terminal], [], [], 0.05)[0] else b""
