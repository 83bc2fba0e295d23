"""Every statement that the register makes, written in SQLAlchemy Core, and its text for each database.

Commands run the texts in `sql/`, so that they need not import SQLAlchemy, which takes longer than all else they do.
A test compares the texts with what stands here; `./run test tests/register/test_statements.py --update-golden`
writes them anew.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sqlalchemy import (
    Dialect,
    Integer,
    Text,
    and_,
    bindparam,
    case,
    exists,
    func,
    insert,
    literal_column,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql import ClauseElement

from dealdesk.register.lifecycle import CAN_EXPIRE, OPEN
from dealdesk.register.tables import contents, events, register, versions

DIALECTS = ("sqlite", "postgresql")

_v, _e = versions.c, events.c
_zero = literal_column("0", Integer)
_one = literal_column("1", Integer)


def _text(name: str) -> Any:
    return bindparam(name, type_=Text)


def _number(name: str) -> Any:
    return bindparam(name, type_=Integer)


def _unless_null(name: str, condition: Callable[[Any], Any], kind: Any = Text) -> Any:
    parameter = bindparam(name, type_=kind)
    return or_(parameter.is_(None), condition(parameter))


def _word(word: str) -> Any:
    """Return a word of ours as it stands in the text of a statement."""
    return literal_column(f"'{word}'", Text)


def _is(states: Iterable[str]) -> Any:
    return _v.state.in_([_word(each) for each in states])


def _state_now() -> Any:
    """Return the state of a version at `:now`: expired once its last day is over."""
    over = and_(_is(sorted(CAN_EXPIRE)), _v.expires <= _text("now"))
    return case((over, _word("expired")), else_=_v.state)


def _wanted() -> Any:
    now = _state_now()
    is_open = and_(_is(OPEN), _v.expires > _text("now"))
    return and_(
        or_(_number("all_revisions") == _one, _v.live == _one),
        _unless_null("state", lambda given: now == given),
        or_(_number("is_open") == _zero, is_open),
        _unless_null("rep", lambda given: _v.rep == given),
        _unless_null("customer", lambda given: _v.folded.like(given, escape="!")),
        _unless_null("segment", lambda given: _v.segment == given),
        _unless_null("expiring_by", lambda given: and_(is_open, _v.expires <= given)),
    )


def _insert(table: Any) -> Any:
    return insert(table).values({column.name: bindparam(column.name, type_=column.type) for column in table.columns})


def statements(dialect: str) -> Iterator[tuple[str, ClauseElement]]:
    """Yield every statement by its name."""
    dialect_insert: Any = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}[dialect]
    new_content = dialect_insert(contents).values(
        digest=_text("digest"), body=bindparam("body", type_=contents.c.body.type)
    )
    one_version = and_(_v.number == _text("number"), _v.revision == _number("revision"))
    logged = and_(
        _unless_null("number", lambda given: _e.number == given),
        _unless_null("kind", lambda given: _e.kind == given),
        _unless_null("actor", lambda given: _e.actor == given),
        _unless_null("since", lambda given: _e.at >= given),
        _unless_null("until", lambda given: _e.at <= given),
    )
    recorded = and_(_e.number == _word(""), _e.kind == _word("people"))
    now = _state_now().label("now")
    head = select(_e.entry, _e.hash, _e.at).order_by(_e.entry.desc()).limit(_one).offset(_zero)
    people = select(func.max(_e.entry)).where(recorded)
    # What a new quote asks is written so that each part goes by an index, also where a server has no statistics yet.
    in_year = select(_v.serial).where(_v.year == _number("year"))
    last_serial = in_year.order_by(_v.year.desc(), _v.serial.desc()).limit(_one).offset(_zero)
    of_key = _v.key == _text("key")
    of_reference = and_(_v.reference == _text("reference"), _v.revision == _one)
    is_there = or_(exists().where(of_key), exists().where(of_reference))
    last = head.subquery("last")
    yield from {
        "register": select(register.c.id, register.c.maker),
        "new_register": _insert(register),
        "drop_register": register.delete(),
        "head": head,
        "before_new": select(  # all that a new quote asks, in one round trip; nulls where the log is empty
            people.scalar_subquery(), is_there, last_serial.scalar_subquery(), last
        ).select_from(select(_one).subquery("always").outerjoin(last, true())),
        "people": people,
        "all_people": select(events).where(recorded).order_by(_e.entry),
        "entry": select(events).where(_e.entry == _number("entry")),
        "event_of_key": select(events).where(_e.key == _text("key")),
        "event_of_hash": select(events).where(_e.hash == _text("hash")),
        "events": select(events).where(logged).order_by(_e.entry),
        "last_events": select(events).where(logged).order_by(_e.entry.desc()).limit(_number("limit")).offset(_zero),
        "new_event": _insert(events),
        "version_of_key": select(versions).where(of_key),
        "version_of_reference": select(versions).where(of_reference),
        "version": select(versions).where(one_version),
        "live": select(versions).where(and_(_v.number == _text("number"), _v.live == _one)),
        "versions": select(versions).where(_v.number == _text("number")).order_by(_v.revision),
        "all_versions": select(versions).order_by(_v.year, _v.serial, _v.revision),
        "customers": select(_v.number, _v.customer).distinct(),
        "new_version": _insert(versions),
        "set_state": update(versions)
        .where(one_version)
        .values(state=_text("state"), live=_number("live"), changed=_text("changed")),
        "content": select(contents.c.body).where(contents.c.digest == _text("digest")),
        "contents": select(contents).order_by(contents.c.digest),
        "new_content": new_content.on_conflict_do_nothing(index_elements=["digest"]),
        "wanted": select(versions).where(_wanted()),
        "count_wanted": select(func.count()).select_from(versions).where(_wanted()),
        "stages": select(now, _v.currency, _v.places, func.count(), func.sum(_v.net), func.sum(_v.acv))
        .where(_wanted())
        .group_by(now, _v.currency, _v.places)
        .order_by(now, _v.currency),
        "count_events": select(func.count()).select_from(events),
        "count_versions": select(func.count()).select_from(versions),
        "count_contents": select(func.count()).select_from(contents),
    }.items()


def _dialect(name: str) -> Dialect:
    postgres: Any = postgresql.psycopg.dialect
    made: Dialect = sqlite.dialect(paramstyle="named") if name == "sqlite" else postgres()
    return made


def text_of(name: str) -> str:
    """Return the statements of a database as they are kept: a JSON object, a statement a line."""
    dialect = _dialect(name)
    found = {}
    for each, statement in statements(name):
        found[each] = " ".join(str(statement.compile(dialect=dialect)).split())
    return json.dumps(found, indent=1, ensure_ascii=False) + "\n"
