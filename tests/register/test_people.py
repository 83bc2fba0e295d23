"""Who may do what is on record in the register: a file that somebody brings along changes nothing there."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest

from dealdesk.approving import People, PeopleError, people_of
from dealdesk.approving.people_diff import differences
from dealdesk.cli.registers import login as own_login
from dealdesk.desk import approvals
from dealdesk.errors import DealdeskError
from dealdesk.register import Register, make_register, open_register
from dealdesk.register.audit import verify
from dealdesk.register.backups import backup, restore
from dealdesk.register.enrolling import record_people
from dealdesk.register.exports import export, imported
from dealdesk.register.lifecycle import NotAllowed, NotPermitted
from dealdesk.register.permitted import said
from dealdesk.register.problems import Damaged
from tests.cli.conftest import Run, run, stopped_clock  # noqa: F401 - fixtures
from tests.desk.lifecycle import CATALOG as SHOP
from tests.desk.lifecycle import DEAL as TERMS
from tests.postgres import Server
from tests.register.drafts import AT, draft, filled, new_file

TOML = """\
[people.op]
name = "Olu Operator"
roles = ["admin"]

[people.ana]
name = "Ana Ortiz"
titles = ["Head of Sales"]

[people.cem]
name = "Cem Aydin"

[people.dot]
name = "Dot Desk"
roles = ["desk"]

[people.aud]
name = "Aud Itor"
roles = ["auditor"]

[people.ben]
name = "Ben Boss"
titles = ["Head of Sales", "CFO"]
roles = ["approver"]
until = 2026-12-31

[[delegations]]
of = "ana"
to = "dot"
from = 2026-11-25
until = 2026-11-30
reason = "Leave"
"""
MINE = """\
[people.eve]
name = "Eve"
titles = ["Head of Sales", "CFO", "Legal"]
roles = ["admin", "approver"]

[people.cem]
name = "Cem Aydin"
titles = ["Head of Sales"]
roles = ["admin", "approver"]
"""
LOGINS = ("op", "ana", "cem", "dot", "aud", "ben", "eve")
GRANTS = """
    GRANT SELECT ON alembic_version, register TO PUBLIC;
    GRANT SELECT, INSERT ON contents, events, versions TO PUBLIC;
    GRANT UPDATE (state, live, changed) ON versions TO PUBLIC
"""


def people(text: str = TOML) -> People:
    import tomllib

    return people_of(tomllib.loads(text))


@dataclass
class Desk:
    """A register that anybody of LOGINS can write to, with a quote of cem's that waits for the Head of Sales."""

    url: str
    folder: Path
    run: Run

    @property
    def server(self) -> bool:
        return self.url.startswith("postgres")

    def by(self, login: str) -> str:
        """Return the address that somebody uses."""
        return self.url.replace("desk@", f"{login}@") if self.server else self.url

    def does(self, login: str, *words: str) -> Any:
        """Run a command as somebody: by the role on a server, by --as on a file."""
        return self.run(*words, "--register", self.by(login), "--as", login)

    def opened(self) -> Register:
        return open_register(self.url, start=self.folder)


@pytest.fixture
def desk(
    url: str,
    tmp_path: Path,
    run: Run,  # noqa: F811
    stopped_clock: None,  # noqa: F811
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> Desk:
    monkeypatch.delenv("DEALDESK_REGISTER", raising=False)
    if url.startswith("postgres"):
        server: Server = request.getfixturevalue("postgres")
        for each in LOGINS:
            server.run(f"DO $$ BEGIN CREATE ROLE {each} LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$")
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(GRANTS)
    made = Desk(url, tmp_path, run)
    (tmp_path / "shop.toml").write_text(SHOP, encoding="utf-8")
    terms = TERMS.format(months=12, customer="North", quantity=3, percent=15)
    (tmp_path / "deal.toml").write_text(terms, encoding="utf-8")
    (tmp_path / "people.toml").write_text(TOML, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert made.does("cem", "quote", "new", "deal.toml").code == 0
    assert made.does("cem", "quote", "submit", "Q-2026-1").code == 0
    return made


@pytest.fixture
def enrolled(desk: Desk) -> Desk:
    """The same with people on record."""
    ran = desk.does("op", "register", "people", "people.toml")
    assert (ran.code, "6 people on record by op, entry 3" in ran.out) == (0, True), ran
    return desk


# ---- the attack


def test_a_people_toml_of_ones_own_changes_nothing(enrolled: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = enrolled.folder / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "people.toml").write_text(MINE, encoding="utf-8")
    monkeypatch.chdir(elsewhere)
    for login, why in (("eve", "nobody with the login eve is among the people on record"), ("cem", "of their own")):
        for words in (("approve", "Q-2026-1"), ("reject", "Q-2026-1", "--reason", "no")):
            refused = enrolled.does(login, "quote", *words)
            assert (refused.code, why in refused.err) == (77, True), refused.err
            assert "people.toml is not what is on record; the people of entry 3 count" in refused.err
        refused = enrolled.does(login, "register", "people", "people.toml")
        assert (refused.code, "these people are not recorded" in refused.err) == (77, True)
    with enrolled.opened() as book:
        assert (book.find("Q-2026-1").state, book.head().count) == ("submitted", 3)
    ran = enrolled.does("ana", "quote", "approve", "Q-2026-1")
    assert (ran.code, ran.out) == (0, "Q-2026-00001: approved by ana, entry 4\n")
    assert ran.err.startswith("warning: ")
    shown = enrolled.does("aud", "register", "people").out
    assert "eve is new: Eve, Head of Sales, CFO, Legal (admin, approver)" in shown
    assert "cem, titles: none, now Head of Sales" in shown
    assert "ana is gone" in shown
    assert enrolled.run("audit", "verify", "--register", enrolled.url).code == 0


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_on_a_server_nobody_writes_an_entry_of_somebody_else(enrolled: Desk) -> None:
    with open_register(enrolled.by("eve"), start=enrolled.folder) as book:
        with pytest.raises(NotPermitted, match="by the role that is connected"):
            book.log("note", {}, actor="ana", at=AT)
        with pytest.raises(NotPermitted, match="by the role that is connected"):
            approvals.decide(book, "Q-2026-1", "approved", actor="ana", at=AT)
    assert enrolled.does("ana", "quote", "approve", "Q-2026-1").code == 0


def test_until_people_are_on_record_nobody_decides_and_it_says_what_to_do(desk: Desk) -> None:
    refused = desk.does("ana", "quote", "approve", "Q-2026-1")
    assert refused.code == 77
    assert "nobody is on record as allowed to decide" in refused.err
    assert "record them with `dealdesk register people people.toml`" in refused.err
    assert "register people people.toml" in desk.does("ana", "register", "people").err
    assert desk.does("op", "register", "people", "people.toml").code == 0
    assert desk.does("ana", "quote", "approve", "Q-2026-1").code == 0


# ---- recording people


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_only_an_admin_records_others_and_the_same_again_is_no_entry(enrolled: Desk) -> None:
    for login in ("ana", "dot", "aud", "cem"):
        assert enrolled.does(login, "register", "people", "people.toml").code == 77
    again = enrolled.does("op", "register", "people", "people.toml")
    assert (again.code, "these are the people on record already, entry 3" in again.out) == (0, True)
    (enrolled.folder / "people.toml").write_text(TOML.replace('"Head of Sales", "CFO"', '"CFO"'), encoding="utf-8")
    shown = enrolled.does("op", "register", "people", "--json").json
    assert shown["differences"] == ["ben, titles: Head of Sales, CFO, now CFO"]
    assert enrolled.does("op", "register", "people", "people.toml").code == 0
    shown = enrolled.does("op", "register", "people", "--json").json
    assert (shown["entry"], shown["by"], shown["differences"]) == (4, "op", [])
    assert (
        enrolled.run("audit", "log", "--kind", "people", "--register", enrolled.url).out.count("who may do what") == 2
    )


def test_people_without_an_admin_who_stays_are_not_recorded(book: Register) -> None:
    for roles in ('roles = ["desk"]', 'roles = ["admin"]\nuntil = 2030-01-01'):
        with pytest.raises(DealdeskError, match="nobody could ever record others"):
            record_people(book, people(f'[people.op]\nname = "Op"\n{roles}\n'), actor="op", at=AT)
    assert book.in_force() is None


def test_whoever_has_left_does_nothing_more(book: Register) -> None:
    for last, here in ((date(2026, 11, 20), True), (date(2026, 11, 19), False)):  # AT is 20 November on some island
        text = TOML.replace('roles = ["desk"]', f'roles = ["desk"]\nuntil = {last}')
        record_people(book, people(text), actor="op", at=AT)
        if here:
            assert book.add(draft("dot"), actor="dot", at=AT).stored.number == "Q-2026-00001"
            continue
        with pytest.raises(NotPermitted, match="dot is no longer here: until 2026-11-19"):
            book.act("Q-2026-1", "void", actor="dot", at=AT, reason="r")


# ---- roles


def test_every_role_does_what_the_page_says_and_no_more(enrolled: Desk) -> None:
    (enrolled.folder / "more.toml").write_text((enrolled.folder / "deal.toml").read_text().replace("North", "South"))
    for login in ("aud", "ben", "eve"):
        assert enrolled.does(login, "quote", "new", "more.toml").code == 77
        assert enrolled.does(login, "quote", "revise", "Q-2026-1", "more.toml").code == 77
        assert enrolled.does(login, "quote", "void", "Q-2026-1", "--reason", "r").code == 77
    assert enrolled.does("ana", "quote", "new", "more.toml").code == 0  # with titles and no roles: a seller, too
    for words in (("submit",), ("void", "--reason", "r")):
        refused = enrolled.does("cem", "quote", words[0], "Q-2026-2", *words[1:])
        assert (refused.code, "it is not a quote of cem" in refused.err) == (77, True), refused.err
    assert enrolled.does("dot", "quote", "submit", "Q-2026-2").code == 0
    own = enrolled.does("ana", "quote", "approve", "Q-2026-2")
    assert (own.code, "nobody decides on a quote of their own" in own.err) == (77, True)
    assert enrolled.does("ben", "quote", "approve", "Q-2026-2").code == 0
    for login, code in (("ben", 77), ("cem", 77), ("ana", 0)):
        assert enrolled.does(login, "quote", "send", "Q-2026-2").code == code
    for login, code in (("aud", 77), ("op", 0)):
        assert enrolled.does(login, "quote", "accept", "Q-2026-2").code == code
    assert enrolled.run("audit", "verify", "--register", enrolled.url).code == 0


def test_only_an_admin_restores_and_imports(tmp_path: Path) -> None:
    file = new_file(tmp_path / "here")
    with open_register(str(file)) as book:
        record_people(book, people(), actor="op", at=AT)
        backup(book, tmp_path / "copy.db")
        stream = io.BytesIO()
        export(book, stream)
    empty = new_file(tmp_path / "there")
    for place in (file, empty):  # by the people of the register, else by those of the backup
        with pytest.raises(NotPermitted, match="this is for an admin: op"):
            restore(place, tmp_path / "copy.db", actor="ana", at=AT)
    restore(file, tmp_path / "copy.db", actor="op", at=AT)
    with open_register(str(empty)) as other:
        with pytest.raises(NotPermitted, match="nobody with the login eve"):
            imported(other, io.BytesIO(stream.getvalue()), "lines", actor="eve", at=AT)
        assert other.head().count == 0
        assert imported(other, io.BytesIO(stream.getvalue()), "lines", actor="op", at=AT).faults == ()
        assert other.in_force() is not None


def test_people_move_between_databases_as_they_are(postgres: Server, tmp_path: Path) -> None:
    with open_register(str(new_file(tmp_path / "here"))) as book:
        first, _ = record_people(book, people(), actor="op", at=AT)
        lines = io.BytesIO()
        export(book, lines)
    with open_register(postgres.database("ready"), start=tmp_path) as server:
        imported(server, io.BytesIO(lines.getvalue()), "lines", actor="op", at=AT)
        assert server.in_force() == first
        backup(server, tmp_path / "back.db")
    with open_register(str(tmp_path / "back.db")) as back:
        assert back.in_force() == first
        assert verify(back, None).faults == ()


# ---- what the log shows afterwards


def _decided(book: Register, **other: Any) -> dict[str, Any]:
    """Return what ana would log of an approval, with something else in it."""
    now = book.in_force()
    assert now is not None
    decision = {"person": "ana", "title": "Head of Sales", "stands_for": "", "verdict": "approved"}
    decision |= {"on": AT.isoformat()}
    return {"people": other.pop("people", now.named), "decision": decision | other}


FORGED: dict[str, tuple[str, Callable[[Register], dict[str, Any]], str]] = {
    "no decision": ("ana", lambda book: {}, "does not name the people in force"),
    "older people": ("ana", lambda book: _decided(book, people={"entry": 1}), "does not name the people in force"),
    "another login": ("eve", _decided, "eve is no login of ana"),
    "another title": ("ana", lambda book: _decided(book, title="CFO"), "ana could not decide as CFO"),
    "not asked": ("ben", lambda book: _decided(book, person="ben", title="CFO"), "nobody asked for a decision of CFO"),
    "a day before the delegation": (
        "dot",
        lambda book: _decided(book, person="dot", stands_for="ana"),
        "dot could not decide as Head of Sales in the place of ana on 2026-11-21",
    ),
    "another day": (
        "dot",
        lambda book: _decided(book, person="dot", stands_for="ana", on="2026-11-25T12:00:00+00:00"),
        "does not hold a decision of that time",
    ),
    "the requester": ("cem", lambda book: _decided(book, person="cem"), "cem could not decide as Head of Sales"),
    "a quote of her own": ("ana", _decided, "ana decided on a quote of their own"),
    "another verdict": ("ana", lambda book: _decided(book, verdict="rejected"), "its verdict is rejected"),
}


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_decision_that_was_not_allowed_is_refused_and_found_when_it_is_written_nonetheless(enrolled: Desk) -> None:
    assert enrolled.does("ana", "quote", "new", "deal.toml").code == 0
    assert enrolled.does("ana", "quote", "submit", "Q-2026-2").code == 0
    for number, (what, (login, body, why)) in enumerate(FORGED.items()):
        copy = shutil.copyfile(enrolled.url, enrolled.folder / f"{number}.db")
        with open_register(str(copy)) as book:
            said, quote = body(book), "Q-2026-2" if what == "a quote of her own" else "Q-2026-1"
            with pytest.raises(NotPermitted, match=r"is not approved: |nobody decides on a quote of their own"):
                book.act(quote, "approve", actor=login, at=AT, body=said)
            assert verify(book, None).faults == ()
            _forge(book, quote, login, said)
            (fault,) = verify(book, None).faults
        assert (fault.kind, fault.table, fault.row) == ("not allowed", "events", "6")
        assert why in fault.message, what


def _forge(book: Register, number: str, login: str, body: dict[str, Any]) -> None:
    """Log an approval as a program of somebody's own does, with a chain that fits."""
    stored = book.find(number)

    def work() -> None:
        said = {**body, "digest": stored.digest, "was": "submitted"}
        row = book._log(stored.number, 1, "approve", login, "approved", "forged", said, AT)
        change: dict[str, Any] = {"number": stored.number, "revision": 1, "state": "approved", "live": 1}
        book.database.run("set_state", **change, changed=row["at"])

    book.saved(work)


def test_people_whom_no_admin_recorded_do_not_count_and_are_found(enrolled: Desk) -> None:
    data, digest = said(people(MINE))
    with open_register(enrolled.by("eve"), start=enrolled.folder) as book:
        for body in ({"people": data, "sha256": digest}, {"people": {}, "sha256": digest}):
            book.log("people", body, actor="eve", at=AT)  # a role may write entries, as a program of its own does
    assert enrolled.does("eve", "quote", "approve", "Q-2026-1").code == 77
    assert enrolled.does("ana", "quote", "approve", "Q-2026-1").code == 0
    with enrolled.opened() as book:
        now = book.in_force()
        assert now is not None
        assert now.entry == 3
        assert [(each.row, "login eve is among" in each.message) for each in verify(book, None).faults] == [
            ("4", True),
            ("5", True),
        ]
        book.log("people", {"people": {}, "sha256": digest}, actor="op", at=AT)
        assert str(verify(book, None).faults[-1]) == "events 7, body: does not hold the people that it names"
        with pytest.raises(Damaged, match="entry 7 of the log does not hold the people"):
            book.in_force()


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_decision_stays_allowed_when_people_change_later(enrolled: Desk) -> None:
    assert enrolled.does("ana", "quote", "approve", "Q-2026-1").code == 0
    (enrolled.folder / "people.toml").write_text('[people.op]\nname = "Op"\nroles = ["admin"]\n')
    assert enrolled.does("op", "register", "people", "people.toml").code == 0
    found = enrolled.run("audit", "verify", "--register", enrolled.url, "--json")
    assert (found.code, found.json["faults"], found.json["unvouched"]) == (0, [], 0)
    assert enrolled.does("cem", "quote", "send", "Q-2026-1").code == 77


def test_decisions_from_before_people_were_recorded_are_counted(book: Register) -> None:
    filled(book, 6)
    record_people(book, people(), actor="op", at=AT)
    found = verify(book, None)
    assert (found.faults, found.unvouched) == ((), 4)


def test_the_log_keeps_the_login_beside_the_name(enrolled: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from dealdesk.cli.registers import login

    monkeypatch.setenv("LOGNAME", "ana")  # whoever acts says who he is with --as, and not with the environment
    monkeypatch.setenv("USER", "ana")
    assert enrolled.does("ana", "quote", "approve", "Q-2026-1").code == 0
    (event,) = enrolled.run("audit", "log", "--kind", "approve", "--register", enrolled.url, "--json").json
    assert (event["actor"], event["login"]) == ("ana", "ana" if enrolled.server else login())
    assert login() != "ana"
    found = enrolled.run("audit", "verify", "--register", enrolled.url, "--json").json
    assert (found["faults"], found["one_login"]) == ([], 0 if enrolled.server else 1)  # cem's quote, ana's approval
    for words in (("audit", "log"), ("quote", "show", "Q-2026-1", "--history")):
        shown = enrolled.run(*words, "--register", enrolled.url).out
        assert ("Login" in shown, f"  {login()}" in shown) == (not enrolled.server, not enrolled.server)


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_quote_that_was_approved_past_its_policy_is_found_when_it_is_judged_again(enrolled: Desk) -> None:
    assert enrolled.does("cem", "quote", "new", "deal.toml", "--ref", "two").code == 0
    with enrolled.opened() as book:  # as a program of cem's own does
        book.act("Q-2026-2", "clear", actor="cem", at=AT)
    assert enrolled.does("ana", "quote", "approve", "Q-2026-1").code == 0
    words = ["audit", "verify", "--register", enrolled.url]
    assert enrolled.run(*words).code == 0
    found = enrolled.run(*words, "--policy")
    said = "events 5: was approved while the policy of its catalog wanted a decision of Head of Sales"
    assert (found.code, found.out.splitlines()[0]) == (1, said)


# ---- deciding on what was read


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_decision_on_a_revision_that_no_longer_counts_is_refused(enrolled: Desk) -> None:
    text = (enrolled.folder / "deal.toml").read_text()
    (enrolled.folder / "deal.toml").write_text(text.replace("percent = 15", "percent = 19"))
    assert enrolled.does("cem", "quote", "revise", "Q-2026-1", "deal.toml").code == 0
    assert enrolled.does("cem", "quote", "submit", "Q-2026-1").code == 0
    for words in (("approve",), ("reject", "--reason", "no")):
        refused = enrolled.does("ana", "quote", words[0], "Q-2026-1", *words[1:], "--revision", "1")
        assert refused.code == NotAllowed.exit_code
        assert "revision 2 counts, and you looked at revision 1; look at it again" in refused.err
    assert enrolled.does("ana", "quote", "approve", "Q-2026-1", "--revision", "2").code == 0


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_explain_names_those_on_record(enrolled: Desk) -> None:
    words = ["approvals", "explain", "deal.toml", "--register", enrolled.url, "--json"]
    assert enrolled.run(*words).json["people"] == {"Head of Sales": ["ana", "ben"]}
    listed = enrolled.run("approvals", "people", "--register", enrolled.url, "--today", "2026-11-26").out
    assert "Head of Sales (for ana)" in listed


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_submission_says_where_nobody_has_the_title_that_decides(enrolled: Desk) -> None:
    deal = TERMS.format(months=36, customer="South", quantity=1, percent=0)
    (enrolled.folder / "long.toml").write_text(deal, encoding="utf-8")
    assert enrolled.does("cem", "quote", "new", "long.toml").code == 0
    told = enrolled.does("cem", "quote", "submit", "Q-2026-2")
    assert (told.code, "note: nobody on record decides as Legal on 2026-11-21" in told.err) == (0, True)


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_submission_says_where_only_its_requester_has_the_title_that_decides(enrolled: Desk) -> None:
    text = (enrolled.folder / "people.toml").read_text(encoding="utf-8")
    titled = text.replace('roles = ["admin"]', 'titles = ["Legal"]\nroles = ["admin", "approver"]')
    assert titled != text
    (enrolled.folder / "more.toml").write_text(titled, encoding="utf-8")
    assert enrolled.does("op", "register", "people", "more.toml").code == 0
    deal = TERMS.format(months=36, customer="South", quantity=1, percent=0)
    (enrolled.folder / "long.toml").write_text(deal, encoding="utf-8")
    assert enrolled.does("cem", "quote", "new", "long.toml").code == 0
    told = enrolled.does("op", "quote", "submit", "Q-2026-2")
    assert (told.code, "only op decides as Legal, and nobody decides on a quote of their own" in told.err) == (0, True)


# ---- files of people


def test_what_differs_is_told_in_words() -> None:
    other = TOML.replace('name = "Cem Aydin"', 'name = "Cem"\nlogins = ["caydin"]\nroles = ["seller", "auditor"]')
    other = other.replace("until = 2026-12-31", "").replace("2026-11-30", "2026-12-01")
    assert differences(people(), people(other + "\n[separation]\none_level_each = true\n")) == (
        "cem, roles: seller, now seller, auditor",
        "cem, logins: cem, now caydin",
        "cem, name: Cem Aydin, now Cem",
        "ben, last day: 2026-12-31, now none",
        "the delegation of ana to dot, 2026-11-25 to 2026-11-30 (Leave) is gone",
        "the delegation of ana to dot, 2026-11-25 to 2026-12-01 (Leave) is new",
        "the levels are kept apart (one_level_each)",
    )
    assert differences(people(), people()) == ()


def test_titles_take_the_role_of_an_approver() -> None:
    with pytest.raises(PeopleError, match="ana has titles, and not the role approver"):
        people(TOML.replace('name = "Ana Ortiz"', 'name = "Ana Ortiz"\nroles = ["seller"]'))
    assert people().roles_of("ana") == ("seller", "approver")
    assert people().titles_of("dot", date(2026, 11, 26)) == {"Head of Sales": ("ana",)}
    assert people().titles_of("dot", date(2026, 11, 24)) == {}


# ---- the first people


@pytest.fixture
def made_by_boss(tmp_path: Path) -> Path:
    file = tmp_path / "made" / "register.db"
    file.parent.mkdir()
    make_register(str(file), "boss")
    return file


def as_login(book: Register, login: str) -> Register:
    """The same register as somebody else of the machine opens it."""
    book.login = login
    return book


def test_the_first_people_are_recorded_by_whoever_made_the_register(made_by_boss: Path) -> None:
    with open_register(str(made_by_boss)) as book:
        for name in ("eve", "boss"):  # --as says a name, and the login stays
            with pytest.raises(NotPermitted, match="by whoever made the register: boss; they run"):
                record_people(as_login(book, "eve"), people(MINE), actor=name, at=AT)
        assert book.in_force() is None
        assert record_people(as_login(book, "boss"), people(), actor="op", at=AT)[1]
        with pytest.raises(NotPermitted, match="eve is among"):
            record_people(as_login(book, "boss"), people(MINE), actor="eve", at=AT)
        assert verify(book, None).faults == ()


def test_people_whom_another_wrote_to_the_log_first_do_not_count_and_are_found(made_by_boss: Path) -> None:
    with open_register(str(made_by_boss)) as book:
        data, digest = said(people(MINE))
        as_login(book, "eve").log("people", {"people": data, "sha256": digest}, actor="eve", at=AT)
        assert book.in_force() is None
        record_people(as_login(book, "boss"), people(), actor="op", at=AT)
        now = book.in_force()
        assert (now and now.entry) == 2
        (fault,) = verify(book, None).faults
        assert str(fault) == (
            "events 1: was not allowed: the first people are recorded by whoever made the register: boss"
        )


def test_where_the_maker_has_left_whoever_imports_it_is_the_maker(made_by_boss: Path, tmp_path: Path) -> None:
    lines = io.BytesIO()
    with open_register(str(made_by_boss)) as book:
        book.add(draft("ana"), actor="ana", at=AT)
        export(book, lines)
    mine = tmp_path / "mine.db"
    make_register(str(mine), "ana")
    with open_register(str(mine)) as book:
        imported(book, io.BytesIO(lines.getvalue()), "lines", actor="ana", at=AT)
        record_people(as_login(book, "ana"), people(), actor="ana", at=AT)
        lines = io.BytesIO()
        export(book, lines)
    make_register(str(other := tmp_path / "other.db"), "eve")
    with open_register(str(other)) as book:  # the people who are on record now stay those that ana recorded
        imported(book, io.BytesIO(lines.getvalue()), "lines", actor="op", at=AT)
        assert (book.maker, verify(book, None).faults) == ("ana", ())


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_on_a_server_the_first_people_are_recorded_by_the_role_that_made_it(desk: Desk) -> None:
    refused = desk.does("eve", "register", "people", "people.toml")
    assert refused.code == 77
    assert "recorded by whoever made the register: op; connect as that role" in refused.err
    assert desk.does("op", "register", "people", "people.toml").code == 0


def test_the_log_says_that_the_first_people_are_of_the_maker(run: Run, made_by_boss: Path) -> None:  # noqa: F811
    with open_register(str(made_by_boss)) as book:
        record_people(as_login(book, "boss"), people(), actor="op", at=AT)
        record_people(as_login(book, "boss"), people(TOML.replace("Olu", "Ola")), actor="op", at=AT)
        told = [each.body.get("maker") for each in book.events(kind="people")]
        assert told == ["boss", None]
    log = run("audit", "log", "--register", str(made_by_boss)).out
    assert log.count("recorded who may do what, the first, by its maker") == 1
    assert log.count("recorded who may do what") == 2


def test_init_and_migrate_say_who_made_it(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    monkeypatch.delenv("DEALDESK_REGISTER", raising=False)
    assert run("init", str(tmp_path / "shop")).code == 0
    monkeypatch.chdir(tmp_path)
    assert run("register", "migrate").code == 0
    for folder in (tmp_path / "shop", tmp_path):
        with open_register(start=folder) as book:
            assert book.maker == own_login()
