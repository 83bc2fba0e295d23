"""The entry: start-up, exit codes, and errors that are words."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import dealdesk
from dealdesk.cli import main
from dealdesk.errors import WriteError
from dealdesk.version import VERSION
from tests.cli.conftest import ROOT, Run

COMMAND = Path(sys.executable).with_name("dealdesk")


def command(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the installed command in a process of its own."""
    return subprocess.run(
        [COMMAND, *words], capture_output=True, text=True, cwd=ROOT, env={**os.environ, **more}, check=False
    )


def imported_by(code: str) -> set[str]:
    """The modules that a fresh interpreter has after running *code*."""
    show = f"import sys; before = set(sys.modules); {code}; sys.stderr.write(' '.join(set(sys.modules) - before))"
    ran = subprocess.run([sys.executable, "-c", show], capture_output=True, text=True, check=True)
    return set(ran.stderr.split())


def test_version_is_printed_without_importing_anything() -> None:
    added = imported_by("from dealdesk.cli import main; main(['--version'])")
    assert added == {"dealdesk", "dealdesk.cli", "dealdesk.version"}


def test_importing_the_library_imports_nothing_else() -> None:
    assert imported_by("import dealdesk") == {"dealdesk"}


def test_help_imports_neither_rich_nor_pydantic_nor_the_engine() -> None:
    added = imported_by("from dealdesk.cli import main; main(['--help'])")
    assert not {name for name in added if name.split(".")[0] in ("rich", "pydantic", "jinja2", "weasyprint")}
    assert not {name for name in added if name.startswith(("dealdesk.quoting", "dealdesk.catalog", "dealdesk.pricing"))}


def test_json_is_printed_without_importing_rich() -> None:
    added = imported_by("from dealdesk.cli import main; main(['catalog', 'list', '--json'])")
    assert not {name for name in added if name.split(".")[0] in ("rich", "weasyprint")}


def test_every_public_name_of_the_library_is_there() -> None:
    for name in dealdesk.__all__:
        assert getattr(dealdesk, name) is not None
    assert set(dealdesk.__all__) <= set(dir(dealdesk))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = dealdesk.nothing  # type: ignore[attr-defined]


def test_the_installed_command_prints_its_version() -> None:
    ran = command("--version")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, f"dealdesk {VERSION}\n", "")


def test_version_may_stand_before_other_words(run: Run) -> None:
    assert run("--version", "price").out == f"dealdesk {VERSION}\n"


def test_the_module_is_the_command() -> None:
    ran = subprocess.run([sys.executable, "-m", "dealdesk", "--version"], capture_output=True, text=True, check=True)
    assert ran.stdout == f"dealdesk {VERSION}\n"


def test_the_front_page_names_every_command_and_exit_code(run: Run) -> None:
    page = run("--help")
    assert page.code == 0
    for word in ("price", "compare", "render", "catalog", "Start here", "Exit codes", "73"):
        assert word in page.out


def test_no_words_at_all_show_the_front_page(run: Run) -> None:
    ran = run()
    assert ran.code == 2
    assert "Start here" in ran.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["prise"], "prise is not a command. Did you mean `dealdesk price`?"),
        (["catalog", "shw"], "shw is not a command. Did you mean `dealdesk catalog show`?"),
        (["deal.toml"], "deal.toml is not a command. Did you mean `dealdesk price deal.toml`?"),
        (["price", "--jsn"], "there is no option --jsn; did you mean --json"),
        (["price", "--explain"], "--explain needs a value behind it"),
        (["compare"], "DEAL is missing: the deal: a TOML file, or its folder"),
    ],
)
def test_a_wrong_word_gets_a_guess_and_a_hint(run: Run, words: list[str], told: str) -> None:
    ran = run(*words)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"error: {told}")


def test_an_error_of_the_tree_ends_with_its_exit_code(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise WriteError("cannot write there: the disk is full")

    monkeypatch.setattr("dealdesk.catalog.load.known_catalogs", refuse)
    ran = run("catalog", "list")
    assert (ran.code, ran.err) == (73, "error: cannot write there: the disk is full\n")


def test_a_bug_is_not_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("a bug of ours")

    monkeypatch.setattr("dealdesk.catalog.load.known_catalogs", broken)
    with pytest.raises(ZeroDivisionError):
        main(["catalog", "list"])


def test_an_interrupt_ends_with_130(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("dealdesk.catalog.load.known_catalogs", interrupted)
    ran = run("catalog", "list")
    assert ran.code == 130
    assert "Traceback" not in ran.err


def test_a_reader_that_goes_away_is_no_error() -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as closed:
        ran = subprocess.run(
            [COMMAND, "catalog", "list"], stdout=closed, stderr=subprocess.PIPE, text=True, cwd=ROOT, check=False
        )
    assert (ran.returncode, ran.stderr) == (141, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device here is always full")
@pytest.mark.parametrize("words", [["--version"], ["--help"], ["catalog", "list", "--json"]])
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_full_disk_behind_stdout_is_told(words: list[str], unbuffered: str) -> None:
    env = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(
            [COMMAND, *words], stdout=full, stderr=subprocess.PIPE, text=True, cwd=ROOT, env=env, check=False
        )
    assert (ran.returncode, ran.stderr) == (73, "error: cannot write to stdout: No space left on device\n")


def test_leaving_at_once_loses_nothing_that_was_written_or_registered() -> None:
    code = (
        "import atexit, sys; from dealdesk.cli import main; atexit.register(print, 'tidied'); print('before'); "
        "sys.argv = ['dealdesk', 'catalog', 'nonsense']; main(); print('never')"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (2, "before\ntidied\n")
    assert ran.stderr.startswith("error: ")


def test_an_encoding_without_our_characters_is_no_error() -> None:
    ran = command("catalog", "curve", "sippar", "payment-fee", PYTHONIOENCODING="ascii")
    assert ran.returncode == 0
    assert "*" in ran.stdout
    assert ran.stderr == ""


def test_a_shell_can_complete_commands_and_options() -> None:
    asked = {"_DEALDESK_COMPLETE": "complete_bash", "COMP_CWORD": "1"}
    assert command(**asked, COMP_WORDS="dealdesk pri").stdout.split() == ["price"]
    assert "_DEALDESK_COMPLETE=complete_bash" in command(_DEALDESK_COMPLETE="source_bash").stdout


def test_no_color_and_pipes_are_plain() -> None:
    assert "\x1b" not in command("catalog", "list").stdout
    coloured = command("catalog", "list", FORCE_COLOR="1", TERM="xterm-256color").stdout
    assert "\x1b[" in coloured
