"""The page's own scripts, run by Node; where there is no Node, by the browser.  Where CI is set one must be there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest

from dealdesk.documents.assets import packaged_templates
from dealdesk.documents.calculator import script
from tests.documents.browser import found, opened

RUN = """
function run(job) {
  var texts = function (values) {
    var made = {};
    Object.keys(values).forEach(function (name) { made[name] = values[name].toFixed(); });
    return made;
  };
  var calculated = function (model, given) {
    try {
      var answer = dealdesk.calculate(model, given), rows = {};
      Object.keys(answer.rows).forEach(function (name) { rows[name] = answer.rows[name].map(texts); });
      return { results: texts(answer.results), rows: rows, met: answer.met };
    } catch (failure) {
      if (!(failure instanceof dealdesk.Failure)) throw failure;
      return { failure: failure.reason };
    }
  };
  var found = [];
  job.models.forEach(function (model) {
    job.cases.forEach(function (given) { found.push(calculated(model, given)); });
  });
  return found;
}
"""
NODE = """
globalThis.Decimal = require(process.argv[1] + "/decimal.js");
globalThis.dealdesk = require(process.argv[1] + "/engine.js");
%s
process.stdout.write(JSON.stringify(run(JSON.parse(require("fs").readFileSync(0, "utf8")))));
"""


def answers(models: Sequence[dict[str, Any]], cases: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what the page's scripts come to: exact numbers as text, whether checks hold, or why there is no result.

    Every case is given to every model, one model after the other.
    """
    job = json.dumps({"models": list(models), "cases": list(cases)})
    node, browser = shutil.which("node"), found()
    made: list[dict[str, Any]]
    if node is not None:
        folder = str(packaged_templates() / "savings" / "script")
        command = [node, "-e", NODE % RUN, folder]
        done = subprocess.run(command, input=job, capture_output=True, text=True, timeout=600, check=False)
        assert done.returncode == 0, done.stderr
        made = json.loads(done.stdout)
    elif browser is not None:
        with opened(browser) as tab:
            for text in (script("decimal.js"), script("engine.js"), RUN):
                tab.value(f"(0, eval)({json.dumps(text)}); 1")
            made = json.loads(tab.value(f"JSON.stringify(run({job}))"))
    else:
        message = "neither Node nor Chromium is here to run the page's scripts"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(message)
    return made


def same(said: str, expected: Decimal) -> bool:
    """Whether a text of the page is a number, to its last digit."""
    return Decimal(said) == expected
