"""`dealdesk quote`, `audit` and `register`, as somebody types them."""

import json
import os
from pathlib import Path
from pwd import getpwuid

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def desk(shop: Path, run: Run, stopped_clock: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shop with a register."""
    monkeypatch.delenv("DEALDESK_REGISTER", raising=False)
    assert run("register", "migrate").code == 0
    return shop


def test_a_quote_from_draft_to_signature(desk: Path, run: Run) -> None:
    new = run("quote", "new", "deal.toml", "--as", "ann")
    assert new.code == 0
    assert new.out.startswith("Q-2026-00001\n")
    assert "28,215.00 USD" in new.out
    assert new.err.endswith("next: dealdesk quote submit Q-2026-00001\n")
    assert run("quote", "submit", "Q-2026-1", "--as", "ann").out == (
        "Q-2026-00001: approved without a further decision by ann, entry 2\n"
    )
    assert run("quote", "send", "Q-2026-1", "--as", "ann").out == "Q-2026-00001: sent by ann, entry 3\n"
    signed = run("quote", "accept", "Q-2026-1", "--as", "ann", "--signed", "2026-11-20", "--json")
    assert signed.json["state"] == "accepted"
    history = run("quote", "show", "Q-2026-1", "--history").out
    rows = [line.split() for line in history.splitlines()[-4:]]
    assert [row[-2] for row in rows] == ["recorded", "decision", "sent", "accepted"]
    assert {row[-1] for row in rows} == {getpwuid(os.geteuid()).pw_name}  # the login of whoever acted as ann
    assert run("quote", "void", "Q-2026-1", "--reason", "x").code == 1


def test_the_same_command_gives_the_same_quote(desk: Path, run: Run) -> None:
    first = run("quote", "new", "deal.toml", "--json")
    again = run("quote", "new", "deal.toml", "--json")
    assert (first.json.pop("new"), again.json.pop("new")) == (True, False)
    assert first.json["number"] == again.json["number"] == "Q-2026-00001"
    assert "note: recorded already, on " in again.err
    assert run("quote", "new", "deal.toml", "--ref", "CRM-1", "--json").json["number"] == "Q-2026-00002"
    taken = run("quote", "new", "deal.toml", "--ref", "CRM-1", "--as", "bob")
    assert taken.code == 1
    assert "the reference CRM-1 belongs to Q-2026-00002" in taken.err
    run("quote", "void", "Q-2026-00001", "--reason", "wrong customer")
    assert "Q-2026-00001, void; another --ref makes another quote of it" in run("quote", "new", "deal.toml").err


def test_a_list_has_quotes_and_the_pipeline(desk: Path, run: Run) -> None:
    assert run("quote", "list").out == "No quotes.\n"
    for ref in ("a", "b", "c"):
        run("quote", "new", "deal.toml", "--ref", ref, "--as", "ann")
    run("quote", "void", "Q-2026-2", "--reason", "twice", "--as", "ann")
    listed = run("quote", "list", "--open", "--json").json
    assert [each["number"] for each in listed["quotes"]] == ["Q-2026-00003", "Q-2026-00001"]
    assert listed["pipeline"] == [
        {"state": "draft", "currency": "USD", "count": 2, "net": "56430.00", "acv": "18810.00"}
    ]
    page = run("quote", "list", "--limit", "1").out
    assert "Quotes  1 of 3; --all lists them all" in page
    narrow = {width: run("quote", "list", columns=width).out for width in (60, 80)}
    assert all(len(line) <= width for width, page in narrow.items() for line in page.splitlines())
    assert ["ann" in page for page in narrow.values()] == [False, True]
    wrong = run("quote", "list", "--state", "sen")
    assert (wrong.code, "did you mean sent?" in wrong.err) == (2, True)


def test_who_asked_does_not_decide(desk: Path, run: Run) -> None:
    run("quote", "new", "deal.toml", "--as", "ann")
    early = run("quote", "approve", "Q-2026-1", "--as", "bob")  # whoever is on record, or nobody
    assert (early.code, "is draft, and no decision is open; submit it first" in early.err) == (1, True)
    refused = run("quote", "approve", "Q-2026-1", "--as", "ann")
    assert refused.code in (1, 77)
    assert refused.err.startswith("error: ")


def test_the_order_of_a_list_is_the_one_that_is_asked_for(desk: Path, run: Run) -> None:
    for rep, reference in (("ben", "1"), ("ann", "2"), ("cy", "3")):
        run("quote", "new", "deal.toml", "--rep", rep, "--ref", reference)

    def reps(*words: str) -> list[str]:
        return [each["rep"] for each in run("quote", "list", "--json", *words).json["quotes"]]

    assert reps() == reps("--descending") == ["cy", "ann", "ben"]  # the latest number first
    assert reps("--ascending") == ["ben", "ann", "cy"]
    assert reps("--sort", "rep") == reps("--sort", "rep", "--ascending") == ["ann", "ben", "cy"]
    assert reps("--sort", "rep", "--descending") == ["cy", "ben", "ann"]
    assert "--limit: 0 is not allowed: from 1 to 1000000" in run("quote", "list", "--limit", "0").err


def test_a_register_is_proved_copied_and_restored(desk: Path, run: Run) -> None:
    run("quote", "new", "deal.toml", "--as", "ann")
    head = run("audit", "head").out
    assert json.loads(head)["count"] == 1
    assert run("register", "backup", "copy.db").out == "copy.db: 1 entry, 1 version, all as recorded\n"
    run("quote", "submit", "Q-2026-1", "--as", "ann")
    (desk / "old.head").write_text(head)
    fine = run("audit", "verify", "--head", "old.head")
    assert (fine.code, "The last of them is newer" in fine.out) == (0, True)
    heads = head + run("audit", "head").out
    (desk / "heads.txt").write_text(heads)
    assert run("audit", "verify", "--head", "heads.txt").code == 0
    other = json.loads(head)["hash"]
    (desk / "heads.txt").write_text(heads.replace(other, other[::-1]))
    assert "no entry has this hash" in run("audit", "verify", "--head", "heads.txt").out
    short = run("audit", "verify", "--expect", json.loads(head)["hash"][:12])  # as `audit log` shows it
    assert (short.code, "a document prints it whole, sha256: and 64 digits" in short.err) == (2, True)
    assert run("audit", "verify", "--expect", json.loads(head)["hash"]).code == 0
    assert run("audit", "verify", "--expect", f"sha256:{'0' * 64}").code == 1
    assert run("register", "restore", "copy.db", "--as", "op").code == 1
    assert run("register", "restore", "copy.db", "--as", "op", "--force").code == 0
    assert [each["kind"] for each in run("audit", "log", "--json").json] == ["create", "restore"]
    last = run("audit", "log", "--last", "1", "--json")
    assert [each["kind"] for each in last.json] == ["restore"]
    assert "there are earlier entries" in last.err
    assert "note" not in run("audit", "log", "--last", "2").err
    wrong = run("audit", "log", "--kind", "aprove")
    assert wrong.code == 2
    assert "there is no aprove; one of submit, " in wrong.err
    assert run("register", "export", "all.jsonl").code == 0
    assert run("register", "migrate", "--register", "other.db").out == "other.db: ready, 0 entries\n"
    assert run("register", "import", "all.jsonl", "--register", "other.db").code == 0
    assert run("audit", "verify", "--register", "other.db", "--json").json["faults"] == []
    assert run("register", "import", "all.jsonl", "--register", "other.db").code == 2
    proved = run("audit", "verify", "--register", "other.db", "--json").json
    for words in (("migrate",), ("backup", "another.db"), ("restore", "another.db", "--as", "op")):
        report = run("register", *words, "--register", "other.db", "--json").json
        assert report["entries"] == proved["entries"] + (words[0] == "restore")
        assert (report["head"] == proved["head"]) == (words[0] != "restore")


def test_an_edit_is_named(desk: Path, run: Run) -> None:
    import sqlite3

    run("quote", "new", "deal.toml", "--as", "ann")
    with sqlite3.connect(desk / ".dealdesk" / "register.db") as connection:
        connection.execute("UPDATE versions SET state = 'approved'")
    found = run("audit", "verify")
    assert found.code == 1
    assert found.out.startswith(
        "versions Q-2026-00001, revision 1, state: was altered: the log makes it draft, approved stands there\n"
    )


def test_without_a_register_it_says_how_to_make_one(shop: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DEALDESK_REGISTER", raising=False)
    missing = run("quote", "list")
    assert missing.code == 69
    assert "`dealdesk init` makes one with a project, `dealdesk register migrate` makes one here" in missing.err


def test_the_environment_names_a_register(desk: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("register", "migrate", "--register", "other.db")
    monkeypatch.setenv("DEALDESK_REGISTER", "other.db")
    run("quote", "new", "deal.toml", "--as", "ann")
    monkeypatch.delenv("DEALDESK_REGISTER")
    assert run("quote", "list").out == "No quotes.\n"
    assert run("audit", "head", "--register", "other.db").out.count('"count": 1') == 1


def test_a_clone_never_replaces_a_file(desk: Path, run: Run) -> None:
    run("quote", "new", "deal.toml", "--as", "ann")
    assert run("quote", "clone", "Q-2026-1", "-o", "deal.toml").code == 73
    assert run("quote", "clone", "Q-2026-1", "-o", "again.toml").code == 0
    assert (desk / "again.toml").read_text() == (desk / "deal.toml").read_text()
    again = run("quote", "new", "again.toml", "--as", "ann", "--json")
    assert again.json["new"] is False


def test_an_init_makes_a_register(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DEALDESK_REGISTER", raising=False)
    monkeypatch.chdir(tmp_path)
    assert run("init", "shop").code == 0
    monkeypatch.chdir(tmp_path / "shop" / "deals")
    new = run("quote", "new", "first.toml", "--as", "ann")
    assert new.code == 0, new.err
    assert run("audit", "verify").code == 0
