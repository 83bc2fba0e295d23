"""`dealdesk savings` for a user: results, mistakes, questions at a terminal, files, examples."""

import os
import pty
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from dealdesk.documents.check import check_pdf
from dealdesk.value.savings import Savings
from tests.cli.conftest import ROOT, Run

EXAMPLES = sorted(path.parent.name for path in ROOT.glob("examples/*/inputs.toml"))
ROUTING = ("savings", "routing-savings", "--set", "monthly_tokens=2B", "--set", "average_cost=0.015")


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_prints_what_it_did(run: Run, at_root: Path, golden: Callable[[Path, str], None], name: str) -> None:
    ran = run("savings", "--inputs", f"examples/{name}/inputs.toml")
    assert (ran.code, ran.err) == (0, "")
    golden(ROOT / "examples" / name / "savings.txt", ran.out)


def test_there_is_an_example_for_every_model() -> None:
    from tests.value.randoms import models

    assert set(EXAMPLES) == {name for _, name in models()}
    assert {path.parent.name for path in ROOT.glob("examples/*/savings.txt")} <= set(EXAMPLES)


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_is_data_and_explained_and_makes_every_document(
    run: Run, at_root: Path, tmp_path: Path, name: str
) -> None:
    source = f"examples/{name}/inputs.toml"
    told = run("savings", "--inputs", source, "--json")
    made = Savings.from_json(told.out)
    assert run("savings", "--inputs", source, "--explain").code == 0
    files = {form: tmp_path / f"{name}.{form}" for form in ("pdf", "xlsx", "html")}
    words = [word for form, file in files.items() for word in (f"--{form}", str(file))]
    assert run("savings", "--inputs", source, *words).code == 0
    assert check_pdf(files["pdf"].read_bytes(), made, "savings") == []
    assert files["html"].read_bytes().startswith(b"<!doctype html>")
    assert files["xlsx"].read_bytes().startswith(b"PK")


def test_render_makes_the_same_documents(run: Run, at_root: Path, tmp_path: Path) -> None:
    source = "examples/security-roi/inputs.toml"
    pages = tmp_path / "a.html", tmp_path / "b.html"
    assert run("savings", "--inputs", source, "--html", str(pages[0])).code == 0
    assert run("render", "savings", source, "-o", str(pages[1])).code == 0
    assert pages[0].read_bytes() == pages[1].read_bytes()


@pytest.mark.parametrize("columns", [60, 100])
@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_fits_the_terminal(run: Run, at_root: Path, name: str, columns: int) -> None:
    for more in ([], ["--explain"]):
        out = run("savings", "--inputs", f"examples/{name}/inputs.toml", *more, columns=columns).out
        assert "…" not in out
        assert "\\x" not in out
        if not more:
            assert max(map(len, out.splitlines())) <= columns


def test_the_models_are_listed(run: Run, at_root: Path) -> None:
    ran = run("savings")
    assert ran.code == 0
    for name in EXAMPLES:
        assert name in ran.out
    assert {each["model"] for each in run("savings", "--json").json} == set(EXAMPLES)


def test_what_is_missing_is_named_with_its_option_when_nobody_is_there(run: Run, at_root: Path) -> None:
    ran = run("savings", "routing-savings")
    assert (ran.code, ran.out) == (2, "")
    assert "monthly_tokens is missing: Tokens a month" in ran.err
    assert "--set monthly_tokens=…" in ran.err
    assert "--set average_cost=…" in ran.err
    assert "an amount from 0.0001 to 1" in ran.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["savings", "routing-saving"], "did you mean routing-savings?"),
        ([*ROUTING, "--set", "targt_quality=90"], "did you mean target_quality?"),
        ([*ROUTING, "--set", "target_quality=0.9"], "60 means 60 %"),
        ([*ROUTING, "--set", "target_quality"], "has no ="),
        ([*ROUTING, "--set", "average_cost=1,5"], "write the decimal point as ."),
        ([*ROUTING, "--set", "routes.1.share=46"], "the shares of the models do not add up to 100 %"),
        ([*ROUTING, "--set", "routes.Smal model.share=46"], "did you mean Small model?"),
        ([*ROUTING, "--set", "routes.1.shares=46"], "did you mean share?"),
        ([*ROUTING, "--catalog", "sippar"], "sippar has no value model routing-savings"),
        ([*ROUTING, "--pdf", "inputs.toml"], "name the document"),
        ([*ROUTING, "--ask"], "nobody is at a terminal"),
        (["savings", "gain-share", "--inputs", "examples/security-roi/inputs.toml"], "is for security-roi"),
        (["savings", "--inputs", "examples/northwind/deal.toml"], "this is a deal"),
        (["savings", "--inputs", "nothing.toml"], "nothing.toml"),
    ],
)
def test_a_slip_is_told_with_what_to_do(run: Run, at_root: Path, words: list[str], said: str) -> None:
    ran = run(*words)
    assert ran.code == 2
    assert said in ran.err


def test_a_mistake_in_a_file_stands_at_its_place(run: Run, at_root: Path, tmp_path: Path) -> None:
    file = tmp_path / "inputs.toml"
    file.write_text(
        'model = "routing-savings"\ncatalog = "ai-control-plane"\n[inputs]\nmonthly_tokens = 5\naverage_cost = 0.01\n'
        '[[rows.routes]]\nname = "A"\nshare = 100\ncots = 1\ncost = 0.01\n',
        "utf-8",
    )
    ran = run("savings", "--inputs", str(file))
    assert ran.code == 2
    assert ":4:18: error: monthly_tokens: 5 is outside its range" in ran.err
    assert ":9:1: error: the model has no column cots" in ran.err
    assert "did you mean cost?" in ran.err


def test_a_formula_without_result_is_told_at_its_column(run: Run, tmp_path: Path) -> None:
    from tests.value.test_catalogs import SHOP

    file = tmp_path / "shop.toml"
    file.write_text(SHOP + 'total = "fee / (hours - hours) * sum(rows: weight)"\n', "utf-8")
    ran = run("savings", "m", "--catalog", str(file), "--set", "fee=1", "--set", "hours=2")
    assert ran.code == 2
    assert "shop.toml:29:17: error: this divides by 0" in ran.err
    assert "if(b == 0, 0, a / b)" in ran.err


def until(terminal: int, said: bytes, awaited: bytes) -> bytes:
    """Return *said* and what comes after it, up to *awaited*."""
    start, patience = len(said), time.monotonic() + 30
    while awaited not in said[start:]:
        assert time.monotonic() < patience, said
        said += os.read(terminal, 1)
    return said


def test_a_person_at_the_terminal_is_asked(tmp_path: Path) -> None:
    words = ["savings", "gain-share", "--catalog", str(ROOT / "catalogs" / "ai-control-plane")]
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "dealdesk", *words]
    process = subprocess.Popen(command, stdin=theirs, stderr=theirs, stdout=subprocess.PIPE, cwd=tmp_path)
    os.close(theirs)
    said = b""
    for awaited, answer in (("> ", "lots\n"), ("2M", ""), ("> ", "100,000\n"), ("Measured cost", ""), ("> ", "85k\n")):
        said = until(ours, said, awaited.encode())
        os.write(ours, answer.encode())
    out, _ = process.communicate(timeout=30)
    os.close(ours)
    assert process.returncode == 0
    assert b"Agreed baseline, USD a year, 0 to 1,000,000,000" in said
    assert b"lots is not a number; write it as 1200.50, 1,200,000 or 2M" in said
    assert "USD 1,000.00" in out.decode()
