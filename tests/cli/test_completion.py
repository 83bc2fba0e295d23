"""What shells are told when somebody presses the tab key, asked as the shells ask: through the environment."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dealdesk.cli import main
from dealdesk.cli.shells import SCRIPTS
from tests.cli.conftest import CATALOG, DEAL, Run

Ask = Callable[..., list[str]]
COMMANDS = Path(sys.executable).parent


@pytest.fixture
def ask(run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Returns what fits the last of the words, as a shell is told; a last word that ends with a space is complete."""

    def asked(line: str, shell: str = "bash") -> list[str]:
        monkeypatch.setenv("_DEALDESK_COMPLETE", f"complete_{shell}")
        monkeypatch.setenv("_TYPER_COMPLETE_FISH_ACTION", "get-args")
        monkeypatch.setenv("_TYPER_COMPLETE_ARGS", line)
        words = line.split()
        monkeypatch.setenv("COMP_WORDS", "\n".join(words))
        monkeypatch.setenv("COMP_CWORD", str(len(words) - (not line.endswith(" "))))
        capsys.readouterr()
        with pytest.raises(SystemExit):
            main([])
        out, err = capsys.readouterr()
        assert err == ""
        return [each for each in out.splitlines() if each]

    return asked


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder: a catalogs folder with one catalog, and a deal."""
    (tmp_path / "catalogs").mkdir()
    (tmp_path / "catalogs/acme.toml").write_text(CATALOG, encoding="utf-8")
    (tmp_path / "deals").mkdir()
    (tmp_path / "deals/first.toml").write_text(DEAL.replace("acme.toml", "acme"), encoding="utf-8")
    (tmp_path / "deals/notes.txt").write_text("", encoding="utf-8")
    (tmp_path / "northwind").mkdir()
    (tmp_path / "northwind/deal.toml").write_text(DEAL, encoding="utf-8")
    for name in ("roi.toml", "review.toml"):
        (tmp_path / "northwind" / name).write_text('deal = "deal.toml"', encoding="utf-8")
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden/deal.toml").write_text(DEAL, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("dealdesk savings security", ["security-roi"]),
        ("dealdesk savings gain-share --set b", ["baseline="]),
        ("dealdesk savings --inputs no", ["northwind/"]),
        ("dealdesk roi ", ["catalogs/", "deals/", "northwind/roi.toml"]),
        ("dealdesk review northwind/r", ["northwind/review.toml", "northwind/roi.toml"]),
        ("dealdesk render roi-deck nor", ["northwind/roi.toml"]),
        ("dealdesk render qbr nor", ["northwind/review.toml"]),
        ("dealdesk pri", ["price"]),
        ("dealdesk --v", ["--version"]),
        ("dealdesk price --js", ["--json"]),
        ("dealdesk catalog sh", ["show"]),
        ("dealdesk price --catalog ", ["acme", "ai-control-plane", "sippar", "stellar-logic"]),
        ("dealdesk price --catalog st", ["stellar-logic"]),
        ("dealdesk price --catalog ./cat", ["./catalogs"]),
        ("dealdesk price --catalog catalogs/", ["catalogs/acme.toml"]),
        ("dealdesk price --line ", ["suite", "connector"]),
        ("dealdesk price --line co", ["connector"]),
        ("dealdesk price --catalog stellar-logic --line man", ["manufacturing"]),
        ("dealdesk price --catalog stellar-logic --line manufacturing --line me", ["media"]),
        ("dealdesk price --catalog stellar-logic --line = man", ["manufacturing"]),  # bash splits at the sign
        ("dealdesk price --catalog = st", ["stellar-logic"]),
        ("dealdesk price --catalog nowhere --line ", []),
        ("dealdesk price --catalog ../nowhere --line ", []),
        ("dealdesk price --segment ", ["small"]),
        ("dealdesk price --currency ", ["USD", "EUR"]),
        ("dealdesk price --billing q", ["quarterly"]),
        ("dealdesk price ", ["catalogs/", "deals/", "northwind/deal.toml"]),
        ("dealdesk price deals/", ["deals/first.toml"]),
        ("dealdesk price .h", [".hidden/deal.toml"]),
        ("dealdesk price nowhere/", []),
        ("dealdesk price deals/first.toml --option ", [r"One\ year", r"Suite\ alone"]),
        ("dealdesk price northwind --option O", [r"One\ year"]),
        ("dealdesk price --option ", []),
        ("dealdesk price deals/nowhere.toml --option ", []),
        ("dealdesk price deals/notes.txt --option ", []),
        ("dealdesk price deals/first.toml --explain ", ["suite", "connector"]),
        ("dealdesk compare no", ["northwind/deal.toml"]),
        ("dealdesk render qu", ["quote"]),
        ("dealdesk render quote deals/first.toml --format h", ["html"]),
        ("dealdesk render quote deals/first.toml --page ", ["letter", "a4"]),
        ("dealdesk render quote deals/first.toml --option O", [r"One\ year"]),
        ("dealdesk catalog show ac", ["acme"]),
        ("dealdesk catalog show acme su", ["suite"]),
        ("dealdesk catalog curve acme suite ", ["seat", "calls"]),
        ("dealdesk catalog validate ca", ["catalogs"]),
        ("dealdesk completion ", ["bash", "zsh", "fish"]),
        ("dealdesk catalog curve acme nothing ", []),
        ("dealdesk catalog lint ac", ["acme"]),
        ("dealdesk catalog lint --explain DD104", ["DD104"]),
        ("dealdesk catalog lint --select DD40", [f"DD40{n}" for n in range(1, 5)]),
        ("dealdesk catalog lint --ignore DD00", ["DD001", "DD002"]),
        ("dealdesk catalog lint --format s", ["sarif"]),
        ("dealdesk catalog lint --fail-on ", ["error", "warning", "info", "never"]),
        ("dealdesk catalog test acme --format j", ["json", "junit"]),
        ("dealdesk catalog test ac", ["acme"]),
        ("dealdesk catalog set acme prod", ["products."]),
        ("dealdesk catalog set acme products.suite.charges.seat.mo", ["products.suite.charges.seat.model"]),
        ("dealdesk catalog set acme products.suite.ch", ["products.suite.charges."]),
        ("dealdesk catalog set nowhere prod", []),
        ("dealdesk advise deals/first.toml --option O", [r"One\ year"]),
        ("dealdesk render or", ["order-form"]),
    ],
)
def test_a_word_is_completed(ask: Ask, desk: Path, line: str, told: list[str]) -> None:
    assert ask(line) == told


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_shells_that_describe_get_a_description(ask: Ask, desk: Path, shell: str) -> None:
    assert ask("dealdesk price --line c", shell) == ["connector\tConnector, Acme Inc."]
    assert ask("dealdesk price --cat", shell) == ["--catalog\tThe catalog."]
    assert ask("dealdesk price --line=c", shell) == ["--line=connector\tConnector, Acme Inc."]
    assert ask("dealdesk price deals/first.toml --option O", shell) == ["One year"]
    assert "quote\t" in "\n".join(ask("dealdesk render ", shell))
    (code,) = ask("dealdesk catalog lint --explain DD102", shell)
    assert code.startswith("DD102\t")


def test_a_catalog_with_mistakes_still_has_its_skus(ask: Ask, desk: Path) -> None:
    file = desk / "catalogs/acme.toml"
    file.write_text(CATALOG.replace("percent = 10", "percent = 1000"), encoding="utf-8")
    assert ask("dealdesk price --catalog acme --line ") == ["suite", "connector"]
    file.write_text(CATALOG + "\n[products.", encoding="utf-8")
    assert ask("dealdesk price --catalog acme --line ") == []


def test_nothing_that_a_terminal_or_a_shell_acts_on_is_offered(ask: Ask, desk: Path) -> None:
    for name in ("a b.toml", "c$(x).toml", "d\x1b[31m.toml", "e\nf.toml", "g;h.toml"):
        (desk / "deals" / name).write_text("", encoding="utf-8")
    told = ask("dealdesk price deals/")
    assert told == [r"deals/a\ b.toml", r"deals/c\$\(x\).toml", "deals/first.toml", r"deals/g\;h.toml"]
    deal = DEAL.replace('"One year"', r'"One\u001b[31m year"').replace('"Suite alone"', '"$(touch x)`touch x`"')
    (desk / "deals/first.toml").write_text(deal, encoding="utf-8")
    assert ask("dealdesk price deals/first.toml --option ") == [r"\$\(touch\ x\)\`touch\ x\`"]


def test_completion_imports_neither_rich_nor_pydantic(desk: Path) -> None:
    asking = {"_DEALDESK_COMPLETE": "complete_zsh", "_TYPER_COMPLETE_ARGS": "dealdesk price --catalog acme --line "}
    code = (
        "import sys; from dealdesk.cli import main\n"
        "try: main([])\nfinally: sys.stderr.write(' '.join({name.split('.')[0] for name in sys.modules}))"
    )
    for _ in range(2):  # the first compiles the catalog
        ran = subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, **asking}, capture_output=True, text=True, check=False
        )
    assert ran.stdout.splitlines() == ["suite\tSuite, Acme Inc.", "connector\tConnector, Acme Inc."]
    assert not {"rich", "pydantic", "jinja2", "weasyprint"} & set(ran.stderr.split())


@pytest.mark.parametrize("shell", SCRIPTS)
def test_the_script_of_a_shell_is_printed(run: Run, monkeypatch: pytest.MonkeyPatch, shell: str) -> None:
    ran = run("completion", shell)
    assert (ran.code, ran.err) == (0, "")
    assert f"complete_{shell}" in ran.out
    monkeypatch.setenv("_DEALDESK_COMPLETE", f"source_{shell}")
    command = subprocess.run([COMMANDS / "dealdesk"], capture_output=True, text=True, check=True)
    assert command.stdout.strip() == ran.out.strip()


@pytest.mark.parametrize(("shell", "flag"), [("bash", "-n"), ("zsh", "-n"), ("fish", "--no-execute")])
def test_a_shell_can_read_its_script(run: Run, tmp_path: Path, shell: str, flag: str) -> None:
    if shutil.which(shell) is None and not os.environ.get("CI"):
        pytest.skip(f"there is no {shell} here")
    script = tmp_path / "script"
    script.write_text(run("completion", shell).out, encoding="utf-8")
    subprocess.run([shell, flag, script], check=True)


def test_an_unknown_shell_is_a_usage_error(run: Run) -> None:
    ran = run("completion", "fsh")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(
        "error: SHELL: there is no completion for fsh; one of bash, zsh, fish; did you mean fish?"
    )


BASH = r"""
source <(dealdesk completion bash)
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_dealdesk_completion dealdesk
printf '<%s>' "${COMPREPLY[@]}"
"""


@pytest.mark.skipif(shutil.which("bash") is None and not os.environ.get("CI"), reason="there is no bash here")
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["price", "--catalog", "stellar-logic", "--line", "man"], "<manufacturing>"),
        (["price", "--catalog", "stellar-logic", "--line", "=", "man"], "<manufacturing>"),
        (["price", "deals/first.toml", "--option", ""], r"<One\ year><Suite\ alone>"),
        (["price", "deals/first.toml", "--option", "'Suite"], r"<Suite\ alone>"),
        (["price", "nothing"], "<>"),
    ],
)
def test_bash_itself_completes(desk: Path, words: list[str], told: str) -> None:
    variables = {**os.environ, "PATH": f"{COMMANDS}{os.pathsep}{os.environ['PATH']}"}
    command = ["bash", "--norc", "-c", BASH, "-", "dealdesk", *words]
    ran = subprocess.run(command, cwd=desk, env=variables, capture_output=True, text=True, check=True)
    assert (ran.stdout, ran.stderr) == (told, "")
