"""LibreOffice as a second opinion on workbooks: it computes every formula anew, whatever results the file carries."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item>
</oor:items>
"""
"""A profile that recalculates on load; by itself LibreOffice takes the results that stand in the file."""


def recalculated(books: Mapping[str, bytes]) -> dict[str, Any]:
    """Return workbooks (openpyxl) with the values that LibreOffice computes; fails without it where CI is set."""
    from openpyxl import load_workbook

    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        message = "LibreOffice is not here to recalculate workbooks: install libreoffice-calc-nogui"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(message)
    with tempfile.TemporaryDirectory(prefix="dealdesk-soffice-", ignore_cleanup_errors=True) as folder:
        home, into = Path(folder, "home"), Path(folder, "out")
        (home / "user").mkdir(parents=True)
        (home / "user" / "registrymodifications.xcu").write_text(ALWAYS, "utf-8")
        files = []
        for name, content in books.items():
            files.append(Path(folder, f"{name}.xlsx"))
            files[-1].write_bytes(content)
        command = [
            program,
            f"-env:UserInstallation={home.as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            "xlsx",
        ]
        done = subprocess.run(
            [*command, "--outdir", str(into), *map(str, files)],
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return {name: load_workbook(into / f"{name}.xlsx", data_only=True) for name in books}
