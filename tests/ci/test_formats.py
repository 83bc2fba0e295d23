"""The formats of continuous integration have the shape that their readers require."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.cli.conftest import CATALOG, Run

GOOD = CATALOG.replace("{ rate = 40 }", "{ rate = 50 }")
BROKEN = GOOD.replace('period = "year"', 'perod = "year"', 1)
CLIFF = CATALOG
COMMANDS = ("validate", "lint", "test")


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A catalog that is in order, one that cannot be read, one with a cliff and a wrong example."""
    example = '\n[[examples]]\nname = "One"\ndeal = { lines = [{ sku = "connector" }] }\nexpect = { net = 1 }\n'
    (tmp_path / "good.toml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "broken file.toml").write_text(BROKEN, encoding="utf-8")
    (tmp_path / "cliff.toml").write_text(CLIFF + example, encoding="utf-8")
    monkeypatch.chdir(tmp_path)


def found_by(run: Run, command: str, form: str) -> str:
    """What a command says of files of which one is in order and one is not."""
    other = "broken file.toml" if command == "validate" else "cliff.toml"
    words = ["--select", "DD101"] if command == "lint" else []
    ran = run("catalog", command, "good.toml", other, "--format", form, *words)
    assert ran.code == (2 if command == "validate" else 1)
    assert ran.err == ""
    return ran.out


@pytest.mark.parametrize("command", COMMANDS)
def test_sarif(run: Run, command: str) -> None:
    """What SARIF 2.1.0 requires of a log, and what code scanning requires beyond it."""
    log = json.loads(found_by(run, command, "sarif"))
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-2.1.0.json")
    (only,) = log["runs"]
    driver = only["tool"]["driver"]
    assert driver["name"] == "dealdesk"
    rules = driver["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for rule in rules:
        assert rule["shortDescription"]["text"]
        assert rule["defaultConfiguration"]["level"] in ("none", "note", "warning", "error")
    assert only["results"]
    for result in only["results"]:
        assert result["message"]["text"]
        assert result["level"] in ("none", "note", "warning", "error")
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["partialFingerprints"]
        (location,) = result["locations"]
        physical = location["physicalLocation"]
        uri = physical["artifactLocation"]["uri"]
        assert re.fullmatch(r"[A-Za-z0-9._~/%-]+", uri)
        assert uri == ("broken%20file.toml" if command == "validate" else "cliff.toml")
        region = physical["region"]
        assert 1 <= region["startLine"] <= region["endLine"]
        assert 1 <= region["startColumn"] < region["endColumn"]


@pytest.mark.parametrize("command", COMMANDS)
def test_gitlab(run: Run, command: str) -> None:
    """The keys that a code quality report must have."""
    found = json.loads(found_by(run, command, "gitlab"))
    assert found
    for each in found:
        assert set(each) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert each["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert isinstance(each["location"]["lines"]["begin"], int)
        assert Path(each["location"]["path"]).is_file()
    assert len({each["fingerprint"] for each in found}) == len(found)


@pytest.mark.parametrize("command", COMMANDS)
def test_junit(run: Run, command: str) -> None:
    """Suites whose numbers are those of their cases."""
    suites = ElementTree.fromstring(found_by(run, command, "junit"))
    assert suites.tag == "testsuites"
    cases = list(suites.iter("testcase"))
    assert cases
    assert all(case.get("name") and case.get("classname") for case in cases)
    failed = [case for case in cases if case.find("failure") is not None]
    assert (suites.get("tests"), suites.get("failures")) == (str(len(cases)), str(len(failed)))
    assert failed
    assert {case.get("classname") for case in failed} == {"broken file.toml" if command == "validate" else "cliff.toml"}
    for suite in suites:
        assert suite.tag == "testsuite"
        assert suite.get("tests") == str(len(suite.findall("testcase")))
        assert suite.get("failures") == str(len(suite.findall("testcase/failure")))
    assert all(each.get("message") and each.get("type") for each in suites.iter("failure"))


@pytest.mark.parametrize("command", COMMANDS)
def test_github(run: Run, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing but commands, also on a runner, where everything else that looks like one is made harmless."""
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    lines = found_by(run, command, "github").splitlines()
    assert lines
    shape = re.compile(r"::(error|warning|notice) file=[^,:]+,line=\d+,col=\d+,endColumn=\d+,title=[^,:]+::.+")
    assert [line for line in lines if not shape.fullmatch(line)] == []


@pytest.mark.parametrize("form", ["sarif", "gitlab", "junit", "json", "github"])
def test_validate_says_that_all_is_well(run: Run, form: str, tmp_path: Path) -> None:
    ran = run("catalog", "validate", "good.toml", "--format", form, "-o", "out")
    assert (ran.code, ran.out) == (0, "")
    text = (tmp_path / "out").read_text(encoding="utf-8")
    if form == "junit":
        (case,) = ElementTree.fromstring(text).iter("testcase")
        assert (case.get("name"), list(case)) == ("valid valid", [])
    else:
        empty: dict[str, Any] = {"gitlab": [], "github": None}
        assert form not in empty or (json.loads(text) if text else None) == empty[form]
        assert form != "sarif" or json.loads(text)["runs"][0]["results"] == []
        assert form != "json" or json.loads(text)[0]["valid"] is True


def test_validate_writes_what_it_says_to_a_file(run: Run, tmp_path: Path) -> None:
    ran = run("catalog", "validate", "good.toml", "broken file.toml", "-o", "out.txt")
    assert ran.code == 2
    text = (tmp_path / "out.txt").read_text(encoding="utf-8")
    assert text.startswith("good.toml: valid: 2 products, 3 charges\nbroken file.toml:")
    assert "did you mean `period`?" in text


def test_a_format_that_there_is_not(run: Run) -> None:
    ran = run("catalog", "validate", "good.toml", "--format", "xml")
    assert (ran.code, ran.out) == (2, "")
    assert "there is no format xml; one of terminal, json, github, sarif, gitlab, junit" in ran.err
