"""`dealdesk doctor`: what a machine has, and what to type where something is missing."""

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from dealdesk.cli import machine
from dealdesk.cli.checkup import PYTHON, checkup
from tests.cli.conftest import ROOT, Run

COMMAND = Path(sys.executable).with_name("dealdesk")
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="libraries are hidden in the way of Linux")

WITHOUT = """
import importlib.util, importlib.abc, sys
class Hidden(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {names!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, Hidden())
from dealdesk.cli import main
sys.exit(main(sys.argv[1:]))
"""


def without(names: set[str], *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command where libraries of Python are not installed."""
    code = WITHOUT.format(names=names)
    return subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=False, cwd=ROOT)


@pytest.fixture
def no_pango(tmp_path: Path) -> dict[str, str]:
    """The environment of a process that cannot load Pango: the file that it finds first is empty."""
    for name in ("libpango-1.0.so.0", "libharfbuzz-subset.so.0"):
        (tmp_path / name).touch()
    return {**os.environ, "LD_LIBRARY_PATH": str(tmp_path)}


def checks(out: str) -> dict[str, dict[str, object]]:
    return {each["name"]: each for each in json.loads(out)["checks"]}


def test_a_machine_that_runs_the_tests_misses_nothing(run: Run) -> None:
    ran = run("doctor")
    assert (ran.code, ran.err) == (0, "")
    for name in ("Python", "weasyprint", "Pango", "HarfBuzz subset", "Fontconfig", "templates", "fonts", "catalogs",
                 "cache folder", "terminal width", "terminal colour", "terminal encoding", "duckdb"):  # fmt: skip
        assert f" {name} " in ran.out
    assert "missing " not in ran.out
    assert ran.out.endswith("Nothing is missing.\n")
    assert run("doctor", "--json").json["ok"] is True


@pytest.mark.parametrize("columns", [40, 50, 60, 100])
def test_the_table_fits_the_terminal(run: Run, columns: int) -> None:
    table = run("doctor", columns=columns).out.partition("\nTo have")[0]
    assert max(map(len, table.splitlines())) <= columns


@ON_LINUX
def test_without_pango_it_says_what_to_install(no_pango: dict[str, str]) -> None:
    ran = subprocess.run([COMMAND, "doctor"], env=no_pango, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (1, "")
    assert "WeasyPrint could not import" not in ran.stdout
    assert ran.stdout.endswith("\nMissing: Pango, PangoFT2, HarfBuzz subset\n")
    data = subprocess.run([COMMAND, "doctor", "--json"], env=no_pango, capture_output=True, text=True, check=False)
    assert data.returncode == 1
    fix = checks(data.stdout)["Pango"]["fix"]
    assert f"  {fix}\n" in ran.stdout
    assert checks(data.stdout)["Fontconfig"]["state"] == "ok"


@ON_LINUX
def test_without_pango_a_pdf_is_refused_in_one_sentence_and_html_is_made(
    no_pango: dict[str, str], tmp_path: Path
) -> None:
    words = [COMMAND, "render", "quote", ROOT / "examples/northwind", "-o"]
    ran = subprocess.run([*words, tmp_path / "q.pdf"], env=no_pango, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith("error: PDF needs the system library Pango")
    assert "`dealdesk doctor`" in ran.stderr
    assert ran.stderr.count("\n") == 1
    assert not (tmp_path / "q.pdf").exists()
    ran = subprocess.run([*words, tmp_path / "q.html"], env=no_pango, capture_output=True, text=True, check=False)
    assert ran.returncode == 0


@ON_LINUX
def test_a_project_made_without_pango_does_not_suggest_a_pdf(no_pango: dict[str, str], tmp_path: Path) -> None:
    ran = subprocess.run([COMMAND, "init"], env=no_pango, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert ran.stdout.endswith("-o first.html\n")


@pytest.mark.parametrize(
    "library", ["weasyprint", "rich", "pydantic", "jinja2", "babel", "tomli", "yaml", "duckdb", "highspy"]
)
def test_each_library_that_is_missing_is_found_missing(library: str) -> None:
    ran = without({library}, "doctor", "--json")
    assert ran.stderr == ""
    found = checks(ran.stdout)
    library = "pyyaml" if library == "yaml" else library
    needed = library in machine.REQUIRED
    assert ran.returncode == int(needed)
    assert found[library]["state"] == ("missing" if needed else "optional")
    install = f"'{library}{machine.REQUIRED[library]}'" if needed else f"'dealdesk[{machine.EXTRAS[library][1]}]'"
    assert found[library]["fix"] == f"pip install {install}"


def test_without_rich_the_doctor_prints_plain_lines() -> None:
    ran = without({"rich"}, "doctor")
    assert (ran.returncode, ran.stderr) == (1, "")
    assert "missing   rich: not installed\n" in ran.stdout
    assert "\nTo install what is missing:\n  pip install 'rich>=14'\n" in ran.stdout


@pytest.mark.parametrize("words", [["doctor"], ["price", "examples/northwind"], ["--help"]])
def test_without_typer_no_command_runs_and_one_sentence_says_so(words: list[str]) -> None:
    ran = without({"typer"}, *words)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == "error: the library typer is not installed: pip install 'typer==0.28.*'\n"


def test_a_library_that_a_command_lacks_is_named() -> None:
    ran = without({"rich"}, "price", "examples/northwind")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == "error: the library rich is not installed: pip install 'rich>=14'\n"


def test_a_module_of_our_own_that_is_missing_is_a_bug() -> None:
    code = "import sys; sys.modules['dealdesk.cli.app'] = None; from dealdesk.cli import main; main(['price'])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "Traceback" in ran.stderr


def test_the_needed_libraries_are_those_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert [f"{name}{version}" for name, version in machine.REQUIRED.items()] == project["dependencies"]
    extras = project["optional-dependencies"]
    for name, (version, extra, _) in machine.EXTRAS.items():
        assert f"{name}{version}" in [each.replace("[binary]", "") for each in extras[extra]]
    assert project["requires-python"] == f">={'.'.join(map(str, PYTHON))}"


@pytest.mark.parametrize(
    ("version", "wanted", "fits"),
    [
        ("14.0", ">=14", True), ("13.9.4", ">=14", False), ("3.1.6", ">=3.1.6", True), ("3.1.10", ">=3.1.6", True),
        ("3.1", ">=3.1.6", False), ("0.28.0", "==0.28.*", True), ("0.29.2", "==0.28.*", False),
        ("0.28", "==0.28.*", True), ("70.0rc1", ">=70.0", True), ("unknown", ">=1", False),
    ],
)  # fmt: skip
def test_versions_are_compared_as_numbers(version: str, wanted: str, fits: bool) -> None:
    assert machine.fits(version, wanted) is fits


@pytest.mark.parametrize(
    ("release", "line"),
    [
        ("ID=debian\n", "apt-get install libpango-1.0-0 libharfbuzz-subset0"),
        ('ID=linuxmint\nID_LIKE="ubuntu debian"\n', "apt-get install libpango-1.0-0 libharfbuzz-subset0"),
        ("ID=fedora\n", "dnf install pango harfbuzz"),
        ("ID=rocky\nID_LIKE='rhel centos fedora'\n", "dnf install pango harfbuzz"),
        ("ID=alpine\n", "apk add so:libpango-1.0.so.0 so:libharfbuzz-subset.so.0"),
        ("ID=arch\n", "pacman -S pango"),
        ("ID=opensuse-leap\n", "zypper install libpango-1_0-0 libharfbuzz-subset0"),
        ("ID=plan9\n", "with the package manager of this system: Pango, HarfBuzz subset"),
        ("", "with the package manager of this system: Pango, HarfBuzz subset"),
        (None, "with the package manager of this system: Pango, HarfBuzz subset"),
    ],
)
def test_the_line_that_installs_is_that_of_the_platform(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, release: str | None, line: str
) -> None:
    if release is not None:
        (tmp_path / "os-release").write_text(release, encoding="utf-8")
    monkeypatch.setattr(machine, "RELEASE", tmp_path / "os-release")
    monkeypatch.setattr(sys, "platform", "linux")
    missing = [each for each in machine.SHARED if each.name in ("Pango", "HarfBuzz subset")]
    for user, sudo in ((0, ""), (1000, "sudo ")):
        monkeypatch.setattr(os, "getuid", lambda user=user: user)
        shown = machine.install_line(missing)
        assert shown in (line, sudo + line)
        assert shown.startswith(sudo) or "package manager" in shown


@pytest.mark.parametrize(
    ("platform", "line"),
    [("darwin", "brew install pango"), ("win32", "pacman -S mingw-w64-ucrt-x86_64-pango   (in a shell of MSYS2)")],
)
def test_macs_and_windows_have_their_own(monkeypatch: pytest.MonkeyPatch, platform: str, line: str) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert machine.install_line(machine.SHARED) == line


def test_a_cache_that_cannot_be_used_is_told_and_is_no_reason_to_fail(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    ran = run("doctor")
    assert ran.code == 0
    assert "cannot be used" in ran.out
    assert "set XDG_CACHE_HOME" in ran.out
    monkeypatch.setenv("DEALDESK_CACHE", "off")
    assert "turned off by DEALDESK_CACHE" in run("doctor").out


def test_a_package_without_its_files_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("dealdesk.documents.assets.packaged_templates", lambda: tmp_path)
    found = {each.name: each for each in checkup()}
    assert found["templates"].state == found["fonts"].state == "missing"
    assert found["fonts"].fix == "pip install --force-reinstall --no-deps dealdesk"


def test_catalogs_are_told_with_their_folder(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("init", "--name", "Acme").code == 0
    rows = [each["found"] for each in run("doctor", "--json").json["checks"] if each["name"].endswith("catalogs")]
    assert rows[0] == f"acme; {tmp_path / 'catalogs'}"
    assert "stellar-logic" in rows[-1]
