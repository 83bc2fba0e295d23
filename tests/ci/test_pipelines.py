"""The pipelines that we give away: every command line in them runs, and ends with the code that it should."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from dealdesk.project import lay_out
from dealdesk.version import VERSION
from tests.cli.test_init import TODAY

ROOT = Path(__file__).parents[2]
TOOLS = Path(sys.executable).parent
CLIFF = """
[[products.seats.charges]]
id     = "desks"
period = "year"
unit   = "desk"
model  = "volume"
tiers  = [{ up_to = 10, rate = 100 }, { rate = 50 }]
"""

Shell = Callable[..., subprocess.CompletedProcess[str]]


def run_steps(steps: list[dict[str, Any]]) -> dict[str, str]:
    """Return the scripts of GitHub's steps, by name, or by themselves where they have none."""
    return {step.get("name", step["run"]): step["run"] for step in steps if "run" in step}


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """What `dealdesk init` lays out, in git on `main`, with a branch checked out."""
    lay_out(tmp_path / "acme", today=TODAY, name="Acme")
    for words in ("init -q -b main", "add .", "commit -q -m Prices", "switch -q -c next"):
        subprocess.run(["git", *words.split()], cwd=tmp_path / "acme", env=surroundings(), check=True)
    return tmp_path / "acme"


def surroundings(**more: str) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "GITHUB_", "CI_"))}
    who = {f"GIT_{role}_{key}": "a@example.com" for role in ("AUTHOR", "COMMITTER") for key in ("NAME", "EMAIL")}
    path = f"{TOOLS}{os.pathsep}{os.environ['PATH']}"
    return clean | who | {"GIT_CONFIG_GLOBAL": os.devnull, "PATH": path} | more


@pytest.fixture
def shell(project: Path) -> Shell:
    """Runs a script in the project as a runner does."""

    def ran(script: str, **variables: str) -> subprocess.CompletedProcess[str]:
        said = {"GITHUB_STEP_SUMMARY": str(project / "summary.md"), **variables}
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
        return subprocess.run(
            command, cwd=project, env=surroundings(**said), capture_output=True, text=True, check=False
        )

    return ran


def change(project: Path, file: str, before: str, after: str) -> None:
    path = project / "catalogs/acme" / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def break_prices(project: Path) -> None:
    """Make a cliff, an example that no longer holds, an invariant that breaks, a deal that cannot be priced."""
    with (project / "catalogs/acme/products.toml").open("a", encoding="utf-8") as stream:
        stream.write(CLIFF)
    change(project, "examples.toml", "net = 46_170", "net = 46_171")
    change(project, "examples.toml", "value   = 15", "value =  1")
    deal = (project / "deals/first.toml").read_text(encoding="utf-8")
    (project / "deals/second.toml").write_text(deal.replace('"seats"', '"seat"'), encoding="utf-8")


def codes(shell: Shell, scripts: list[str], **variables: str) -> list[int]:
    return [shell(each, **variables).returncode for each in scripts]


def test_the_workflow_of_a_new_project(project: Path, shell: Shell) -> None:
    workflow = read(project / ".github/workflows/dealdesk.yml")
    scripts = run_steps(workflow["jobs"]["prices"]["steps"])
    assert scripts.pop(f"pip install dealdesk=={VERSION}")
    compare = scripts.pop("What the change does to prices")
    assert codes(shell, [*scripts.values()]) == [0] * 6
    assert shell(compare, BASE="main").returncode == 0
    assert "### Acme: no difference" in (project / "summary.md").read_text(encoding="utf-8")

    change(project, "products.toml", "price  = 240", "price  = 264")
    subprocess.run(["git", "commit", "-qam", "Seats"], cwd=project, env=surroundings(), check=True)
    (project / "catalogs/new").mkdir()
    assert shell(compare, BASE="main").returncode == 0
    assert "240 → 264" in (project / "summary.md").read_text(encoding="utf-8")

    (project / "catalogs/new").rmdir()
    break_prices(project)
    assert dict(zip(scripts, codes(shell, [*scripts.values()]), strict=True)) == {
        "dealdesk catalog validate catalogs/* --format github": 0,
        "dealdesk catalog fmt catalogs deals --check": 1,
        "dealdesk catalog lint catalogs/* --format github": 1,
        "dealdesk catalog test catalogs/* --format github": 1,
        'for catalog in catalogs/*; do dealdesk catalog fuzz "$catalog" || exit 1; done': 1,
        'for deal in deals/*.toml; do dealdesk price "$deal" > /dev/null || exit 1; done': 1,
    }
    change(project, "products.toml", 'kind         = "tier"', 'kind         = "teir"')
    told = [shell(each) for each in [*scripts.values()][:4]]
    assert [each.returncode for each in told] == [2, 1, 2, 2]
    assert told[0].stdout.startswith("::error file=catalogs/acme/products.toml,line=")


def test_the_pipeline_of_a_new_project_is_the_one_of_the_examples(project: Path) -> None:
    ours = (ROOT / "examples/ci/gitlab/.gitlab-ci.yml").read_text(encoding="utf-8")
    assert (project / ".gitlab-ci.yml").read_text(encoding="utf-8") == ours


def test_the_pipeline_for_gitlab(project: Path, shell: Shell) -> None:
    job = read(project / ".gitlab-ci.yml")["prices"]
    install, *scripts = job["script"]
    assert install == f"pip install dealdesk=={VERSION}"
    change(project, "products.toml", "price  = 240", "price  = 264")
    change(project, "examples.toml", "net = 46_170", "net = 47_709")
    change(project, "examples.toml", "list = 54_000", "list = 55_800")
    assert codes(shell, scripts, CI_MERGE_REQUEST_DIFF_BASE_SHA="main") == [0] * len(scripts)
    assert "240 → 264" in (project / "prices.md").read_text(encoding="utf-8")
    for file in (*job["artifacts"]["paths"], *job["artifacts"]["reports"].values()):
        assert (project / file).is_file()
    with (project / "catalogs/acme/products.toml").open("a", encoding="utf-8") as stream:
        stream.write(CLIFF)
    change(project, "examples.toml", "net = 47_709", "net = 46_170")
    assert dict(zip(scripts[2:5], codes(shell, scripts[2:5]), strict=True)) == {
        "dealdesk catalog lint catalogs/* --format gitlab -o code-quality.json --fail-on never": 0,
        "dealdesk catalog lint catalogs/*": 1,
        "dealdesk catalog test catalogs/* --format junit -o examples.xml": 1,
    }
    assert "DD101" in (project / "code-quality.json").read_text(encoding="utf-8")


def action_variables(step: dict[str, Any], given: dict[str, str]) -> dict[str, str]:
    """Return the variables of a step of the action, with its inputs filled in."""
    inputs = {name: each["default"] for name, each in ACTION["inputs"].items()} | given
    found = {}
    for name, value in step.get("env", {}).items():
        expression = re.fullmatch(r"\$\{\{ inputs\.([a-z-]+) \}\}", value)
        assert expression, value
        found[name] = inputs[expression[1]]
    return found


ACTION = read(ROOT / "examples/ci/github/action.yml")
STEPS = {step["name"]: step for step in ACTION["runs"]["steps"] if "run" in step and step["name"] != "Install dealdesk"}


def all_steps(shell: Shell, **given: str) -> dict[str, int]:
    return {
        name: shell(step["run"], **action_variables(step, given)).returncode
        for name, step in STEPS.items()
        if "if" not in step or given.get("base")
    }


def test_the_action_checks_and_compares(project: Path, shell: Shell) -> None:
    assert ACTION["runs"]["using"] == "composite"
    assert all(step["shell"] == "bash" for step in ACTION["runs"]["steps"] if "run" in step)
    change(project, "products.toml", "price  = 240", "price  = 264")
    change(project, "examples.toml", "net = 46_170", "net = 47_709")
    change(project, "examples.toml", "list = 54_000", "list = 55_800")
    # the first deal costs 12,000 + 25 x 264 in place of 240 a year: 18,600 / 18,000 = 3.33 % more
    given = {"base": "main", "fuzz": "50", "fail-under": "-1%"}
    compare = "What the change does to prices, in dealdesk.md and in the summary"
    assert all_steps(shell, **given, **{"fail-over": "4%"}) == dict.fromkeys(STEPS, 0)
    assert (project / "dealdesk.sarif").is_file()
    assert shell(STEPS[compare]["run"], **action_variables(STEPS[compare], given | {"fail-over": "3%"})).returncode == 1
    assert "240 → 264" in (project / "dealdesk.md").read_text(encoding="utf-8")
    assert (project / "summary.md").read_text(encoding="utf-8").count("240 → 264") == 2


def test_the_workflow_of_the_action_gives_it_inputs_that_it_has() -> None:
    workflow = read(ROOT / "examples/ci/github/workflow.yml")
    steps = workflow["jobs"]["prices"]["steps"]
    (use,) = [step for step in steps if step.get("uses") == "./.github/actions/dealdesk"]
    assert set(use["with"]) <= set(ACTION["inputs"])
    assert use["with"]["install"] == f"dealdesk=={VERSION}"
    assert workflow["permissions"]["contents"] == "read"


@pytest.mark.parametrize("name", ["github/action.yml", "github/workflow.yml"])
def test_no_expression_stands_in_a_script(name: str) -> None:
    """What somebody calls a branch or an input could become a part of the script."""
    data = read(ROOT / "examples/ci" / name)
    steps = data["runs"]["steps"] if "runs" in data else data["jobs"]["prices"]["steps"]
    assert [step for step in steps if "${{" in step.get("run", "")] == []


def test_the_hooks_for_pre_commit(project: Path, shell: Shell) -> None:
    hooks = {each["id"]: each for each in read(ROOT / ".pre-commit-hooks.yaml")}
    assert set(hooks) == {"dealdesk-fmt", "dealdesk-lint", "dealdesk-test"}
    named = "catalogs/acme/products.toml deals/first.toml"
    commands = [f"{each['entry']} {named if each.get('pass_filenames', True) else ''}" for each in hooks.values()]
    for each in hooks.values():
        assert re.search(each["files"], "catalogs/acme/products.toml")
        assert not re.search(each["files"], "README.md")
    assert codes(shell, commands) == [0, 0, 0]
    break_prices(project)
    assert codes(shell, commands) == [0, 1, 1]
