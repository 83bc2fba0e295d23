"""What differs between two files of people, in words: who came and went, titles, roles, logins, delegations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dealdesk.approving.people import Delegation, People


def differences(before: People, after: People) -> tuple[str, ...]:
    """Return what *after* says otherwise than *before*, a sentence each; () when they say the same."""
    return (*_persons(before, after), *_delegations(before, after), *_separation(before, after))


def _persons(before: People, after: People) -> Iterator[str]:
    for name in (each for each in before.people if each not in after.people):
        yield f"{name} is gone: {_said(before, name)}"
    for name, person in after.people.items():
        if name not in before.people:
            yield f"{name} is new: {_said(after, name)}"
            continue
        was = before.people[name]
        for what, old, new in (
            ("titles", was.titles, person.titles),
            ("roles", before.roles_of(name), after.roles_of(name)),
            ("logins", was.logins or (name,), person.logins or (name,)),
        ):
            if set(old) != set(new):
                yield f"{name}, {what}: {_list(old)}, now {_list(new)}"
        for what, one, other in (
            ("name", was.name, person.name),
            ("email", was.email or "none", person.email or "none"),
            ("last day", was.until or "none", person.until or "none"),
        ):
            if one != other:
                yield f"{name}, {what}: {one}, now {other}"


def _delegations(before: People, after: People) -> Iterator[str]:
    for word, here, there in (("is gone", before, after), ("is new", after, before)):
        for each in here.delegations:
            if each not in there.delegations:
                yield f"the delegation {_delegation(each)} {word}"


def _separation(before: People, after: People) -> Iterator[str]:
    if before.separation != after.separation:
        kept = "are kept apart" if after.separation.one_level_each else "are not kept apart any more"
        yield f"the levels {kept} (one_level_each)"


def _said(people: People, name: str) -> str:
    person = people.people[name]
    titles = f", {_list(person.titles)}" if person.titles else ""
    return f"{person.name}{titles} ({', '.join(people.roles_of(name))})"


def _delegation(each: Delegation) -> str:
    only = f" as {_list(each.titles)}" if each.titles else ""
    return f"of {each.of} to {each.to}{only}, {each.from_} to {each.until} ({each.reason})"


def _list(names: Sequence[str]) -> str:
    return ", ".join(names) or "none"
