"""What a user installs: the wheel, in an environment of its own, in an empty folder.  No network is needed."""

import json
import os
import shutil
import site
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

from dealdesk.version import VERSION

ROOT = Path(__file__).parents[2]
SOURCES = ("src", "templates", "catalogs", "pyproject.toml", "README.md", "LICENSE")
QUIET = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INDEX": "1"}

Installed = Callable[..., subprocess.CompletedProcess[str]]


def build(folder: Path, target: str) -> Path:
    """Build a copy of the repository, and return what was made."""
    copy = folder / "copy"
    if not copy.exists():
        copy.mkdir()
        for name in SOURCES:
            path = ROOT / name
            if path.is_dir():
                shutil.copytree(path, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(path, copy / name)
    made = folder / target
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(made)]
    subprocess.run(command, cwd=copy, check=True, capture_output=True, text=True)
    return next(made.iterdir())


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("wheel"), "wheel")


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with the wheel, which finds the libraries of the one that runs the tests."""
    folder = tmp_path_factory.mktemp("environment") / "with a space"
    venv.create(folder, symlinks=os.name != "nt")
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps", str(wheel)]
    subprocess.run(install, check=True, capture_output=True, text=True, env={**os.environ, **QUIET})
    show = [python, "-I", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    own = subprocess.run(show, check=True, capture_output=True, text=True).stdout.strip()
    libraries = dict.fromkeys([sysconfig.get_path("purelib"), sysconfig.get_path("platlib"), *site.getsitepackages()])
    Path(own, "libraries.pth").write_text("".join(f"{each}\n" for each in libraries), encoding="utf-8")
    return python.parent


@pytest.fixture
def installed(environment: Path, tmp_path: Path) -> Installed:
    """Runs the installed command in an empty folder, with next to nothing in its environment."""
    variables = {"PATH": os.defpath, "HOME": str(tmp_path / "home"), "LANG": "C.UTF-8"}

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [environment / "dealdesk", *words]
        here = tmp_path / "empty"
        here.mkdir(exist_ok=True)
        return subprocess.run(command, cwd=here, env=variables, capture_output=True, text=True, check=False)

    return run


def test_the_wheel_carries_all_that_a_command_reads(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        names = set(archive.namelist())
    for folder in ("templates", "catalogs"):
        for file in (ROOT / folder).rglob("*"):
            if file.is_file():
                assert f"dealdesk/_data/{file.relative_to(ROOT).as_posix()}" in names
    for file in (ROOT / "src/dealdesk").rglob("*"):
        if file.is_file() and "__pycache__" not in file.parts:
            assert f"dealdesk/{file.relative_to(ROOT / 'src/dealdesk').as_posix()}" in names
    strangers = [each for each in names if not each.startswith(("dealdesk/", f"dealdesk-{VERSION}.dist-info/"))]
    assert strangers == []


def test_a_wheel_made_from_the_source_archive_is_the_same(wheel: Path, tmp_path: Path) -> None:
    archive = build(tmp_path, "sdist")
    shutil.unpack_archive(archive, tmp_path / "unpacked", filter="data")
    unpacked = next((tmp_path / "unpacked").iterdir())
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "again")]
    subprocess.run(command, cwd=unpacked, check=True, capture_output=True, text=True)
    with ZipFile(next((tmp_path / "again").iterdir())) as again, ZipFile(wheel) as first:
        assert sorted(again.namelist()) == sorted(first.namelist())


def test_the_command_is_the_installed_one(installed: Installed, environment: Path) -> None:
    ran = installed("--version")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, f"dealdesk {VERSION}\n", "")
    show = [environment / "python", "-I", "-c", "import dealdesk; print(dealdesk.__file__)"]
    where = subprocess.run(show, check=True, capture_output=True, text=True)
    assert Path(where.stdout).is_relative_to(environment.parent)


def test_a_deal_is_priced_with_a_packaged_catalog(installed: Installed) -> None:
    ran = installed("price", "--catalog", "stellar-logic", "--line", "manufacturing", "--months", "36", "--json")
    assert (ran.returncode, ran.stderr) == (0, "")
    quote = json.loads(ran.stdout)
    # 120,000 a year for three years, less 5 % for the term
    assert (quote["totals"]["list"], quote["totals"]["net"]) == ("360000.00", "342000.00")
    assert [each["id"] for each in json.loads(installed("catalog", "list", "--json").stdout)] == [
        each.name for each in sorted((ROOT / "catalogs").iterdir())
    ]


@pytest.mark.parametrize(("name", "start"), [("quote.pdf", b"%PDF-"), ("quote.html", b"<!doctype html>")])
def test_the_quote_of_an_example_is_rendered(installed: Installed, tmp_path: Path, name: str, start: bytes) -> None:
    (tmp_path / "empty").mkdir()
    shutil.copy(ROOT / "examples/northwind/deal.toml", tmp_path / "empty" / "deal.toml")
    ran = installed("render", "quote", "deal.toml", "-o", name)
    assert (ran.returncode, ran.stdout) == (0, ""), ran.stderr
    made = (tmp_path / "empty" / name).read_bytes()
    assert made.lower().startswith(start.lower())
    if name.endswith(".html"):
        assert b'class="logo"' in made  # the logo of the packaged catalog


def test_a_project_is_laid_out_and_its_deal_priced(installed: Installed) -> None:
    assert installed("init", "shop").returncode == 0
    ran = installed("price", "shop/deals/first.toml", "--json")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert json.loads(ran.stdout)["catalog"]["id"] == "shop"


def test_the_doctor_finds_the_packaged_files(installed: Installed, environment: Path) -> None:
    ran = installed("doctor", "--json")
    assert ran.returncode == 0, ran.stdout
    found = {each["name"]: each["found"] for each in json.loads(ran.stdout)["checks"]}
    for name in ("templates", "catalogs"):
        assert str(environment.parent) in found[name]


def test_the_checks_and_the_advice_run_from_any_folder(installed: Installed, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    shutil.copy(ROOT / "examples/northwind/deal.toml", tmp_path / "empty" / "deal.toml")
    ran = installed("render", "order-form", "deal.toml", "-o", "order.pdf")
    assert ran.returncode == 0, ran.stderr
    assert (tmp_path / "empty" / "order.pdf").read_bytes().startswith(b"%PDF-")
    linted = installed("catalog", "lint", "stellar-logic", "sippar", "ai-control-plane")
    assert (linted.returncode, linted.stderr) == (0, ""), linted.stdout
    assert "\nsippar: clean" in f"\n{linted.stdout}"
    advised = installed("advise", "deal.toml")
    assert (advised.returncode, advised.stderr) == (0, "")
    assert "has to approve" in " ".join(advised.stdout.split())


def test_a_catalog_of_ones_own_goes_before_the_packaged_one_and_the_doctor_says_so(
    installed: Installed, tmp_path: Path
) -> None:
    own = tmp_path / "empty/catalogs/stellar-logic"
    shutil.copytree(ROOT / "catalogs/stellar-logic", own)
    file = own / "products.toml"
    text = file.read_text(encoding="utf-8")
    assert text.count("USD = 120_000") == 1
    file.write_text(text.replace("USD = 120_000", "USD = 110_000"), encoding="utf-8")
    ran = installed("price", "--catalog", "stellar-logic", "--line", "manufacturing", "--months", "12", "--json")
    assert json.loads(ran.stdout)["totals"]["list"] == "110000.00"
    found = {each["name"]: each["found"] for each in json.loads(installed("doctor", "--json").stdout)["checks"]}
    said = f"stellar-logic; {own.parent}; used instead of what comes with dealdesk: stellar-logic"
    assert found["your catalogs"] == said
    assert found["catalogs"].startswith("ai-control-plane, sippar; ")


def test_templates_of_ones_own_go_before_the_packaged_ones_and_the_doctor_says_so(
    installed: Installed, tmp_path: Path
) -> None:
    own = tmp_path / "empty/templates/quote"
    own.mkdir(parents=True)
    (own / "quote.md.j2").write_text("Own words for {{ head.customer }}\n", encoding="utf-8")
    shutil.copy(ROOT / "examples/northwind/deal.toml", tmp_path / "empty" / "deal.toml")
    ran = installed("render", "quote", "deal.toml", "-o", "quote.md")
    assert ran.returncode == 0, ran.stderr
    assert "with the templates in templates (quote/quote.md.j2)" in ran.stderr
    made = (tmp_path / "empty/quote.md").read_text(encoding="utf-8")
    assert made.strip() == "Own words for Northwind Industries, Inc."
    found = {each["name"]: each["found"] for each in json.loads(installed("doctor", "--json").stdout)["checks"]}
    assert found["your quote"] == "the templates in templates (quote/quote.md.j2)"


def test_a_new_project_passes_its_own_checks(installed: Installed, tmp_path: Path) -> None:
    assert installed("init", ".", "--name", "Shop").returncode == 0
    for words in (["lint"], ["test"]):
        ran = installed("catalog", *words, "catalogs/shop")
        assert (ran.returncode, ran.stderr) == (0, ""), ran.stdout
