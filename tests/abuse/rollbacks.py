"""The whole database is put back to an earlier day: found by the head in git, and by the newest PDF."""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import subprocess
from contextlib import redirect_stderr, redirect_stdout
from datetime import timedelta
from io import StringIO
from pathlib import Path

from dealdesk.cli import main
from dealdesk.desk.paper import document
from dealdesk.register import Register, open_register
from tests.abuse.abuse import Abuse, Outcome
from tests.register.drafts import AT, draft, new_file

GIT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    **{f"GIT_{who}_{what}": "ann@desk" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
}


def _git(folder: Path, *words: str) -> str:
    ended = subprocess.run(
        ["git", *words], cwd=folder, env=os.environ | GIT, text=True, capture_output=True, check=True
    )
    return ended.stdout


def _work(register: Register, luck: random.Random, days: int, name: str) -> str:
    """Do some things in a register; return the number of the newest quote."""
    for each in range(luck.randint(1, 4)):
        at = AT + timedelta(days=days, minutes=each)
        number = register.add(draft(f"{name} {each}"), actor="ann", at=at).stored.number
        for move, actor in (("submit", "ann"), ("approve", "bob"), ("send", "ann"))[: luck.randint(0, 3)]:
            register.act(number, move, actor=actor, at=at)
    return number


def _audited(file: Path, *options: str) -> tuple[int, list[str]]:
    """Run `audit verify`; return its exit code and what it found."""
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main(["audit", "verify", "--register", str(file), "--json", *options])
    said = json.loads(out.getvalue()) if out.getvalue() else {"faults": [{"message": err.getvalue()}]}
    return code, [f"{each.get('table')} {each.get('row')}: {each['message']}" for each in said["faults"]]


def tried(folder: Path, luck: random.Random) -> tuple[str, list[str]]:
    """Put a register back to yesterday; return how, and what is wrong."""
    wrong = list[str]()
    file = new_file(folder / ".dealdesk")
    head, newest, yesterday = file.with_suffix(".head"), folder / "newest.pdf", folder / "yesterday"
    _git(folder, "init", "-q")
    with open_register(str(file)) as register:
        _work(register, luck, 0, "yesterday")
    yesterday.mkdir()
    for each in (file, head):
        shutil.copyfile(each, yesterday / each.name)
    with open_register(str(file)) as register:
        newest.write_bytes(document(register, register.find(_work(register, luck, 1, "today"))))
    _git(folder, "add", "-f", ".dealdesk/register.head")
    _git(folder, "commit", "-q", "-m", "the head of the log")
    if luck.random() < 0.5:  # and goes on after that
        with open_register(str(file)) as register:
            _work(register, luck, 2, "later")
    kept = folder / "kept.head"
    kept.write_text(_git(folder, "show", "HEAD:.dealdesk/register.head"), "utf-8")
    ways = (("--head", str(kept)), ("--against", str(newest)))
    for options in ways:
        code, said = _audited(file, *options)
        if code != 0:
            wrong.append(f"nothing was put back, and {options[0]} says {code}: {said}")

    how = luck.choice(["the database", "the database and its head", "both, and work goes on"])
    for each in (file,) if how == "the database" else (file, head):
        for end in ("-wal", "-shm"):
            Path(f"{each}{end}").unlink(missing_ok=True)
        shutil.copyfile(yesterday / each.name, each)
    if how == "both, and work goes on":
        with open_register(str(file)) as register:
            for name in "abcdef"[: luck.randint(1, 6)]:
                _work(register, luck, 3, f"another {name}")
    with sqlite3.connect(file) as connection:
        (last,) = connection.execute("SELECT max(entry) FROM events").fetchone()
    count = json.loads(kept.read_text("utf-8"))["count"]
    for options in ways if how != "the database" else ((), *ways):
        code, said = _audited(file, *options)
        if code != 1 or not any("older copy" in each or "written anew" in each for each in said):
            wrong.append(f"{how}, {options}: {code}, {said}")
        elif (
            options[:1] == ("--head",) and last < count and f"to {count}" not in said[0] and f" {count}:" not in said[0]
        ):
            wrong.append(f"{how}: the entries that are gone are not named: {said}")
    return how, wrong


def run(seed: int, count: int, folder: Path) -> Outcome:
    """Put *count* registers back."""
    outcome = Outcome()
    for number in range(count):
        (place := folder / str(number)).mkdir()
        how, wrong = tried(place, random.Random(f"{seed} {number}"))
        outcome.counts[f"put back: {how}"] += 1
        outcome.faults += [f"{number}: {each}" for each in wrong]
        shutil.rmtree(place)
    return outcome


ABUSE = Abuse("rollbacks", "a register is put back to yesterday; the head in git and the newest PDF show it", 50, run)
