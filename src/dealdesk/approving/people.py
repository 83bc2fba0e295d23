"""Who may do what at the desk: `people.toml` of a project, with titles, roles, delegations and separation of duties."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal

from dealdesk.catalog.fields import Id, Name, Text
from dealdesk.catalog.written import Written
from dealdesk.errors import InputError, Mistake, did_you_mean
from dealdesk.record import Field, Record, check

FILE = "people.toml"
BYTES = 1024 * 1024

Role = Literal["seller", "approver", "desk", "auditor", "admin"]
"""What somebody may do: `seller` makes quotes, submits them, and says what became of them; `desk` does so with quotes
of others, too; `approver` decides under titles; `auditor` reads; `admin` records people, restores, and may all that
`desk` may."""


class PeopleError(InputError):
    """A file of people that cannot be read or is not valid."""


class Person(Record):
    """`[people.<id>]`: somebody who works with quotes.

    Attributes:
        titles: The titles that policies ask for, such as "Chief Financial Officer".
        roles: What the person may do; when left out, a seller, and an approver where there are titles.
        logins: Names of the operating system or of the database; the id when left out.
        until: The last day, where somebody has left or will.
    """

    name: Name
    email: Name | None = None
    titles: tuple[Name, ...] = ()
    roles: tuple[Role, ...] = ()
    logins: tuple[Name, ...] = ()
    until: date | None = None


class Delegation(Record):
    """`[[delegations]]`: somebody decides in the place of another for some days, the last one included.

    Attributes:
        of: Id of the one whose place it is.
        to: Id of the one who stands in.
        from_: The first day.
        until: The last day.
        titles: Only these titles; all of them when left out.
        reason: Why, for the record.
    """

    of: Id
    to: Id
    from_: date = Field(alias="from")
    until: date
    titles: tuple[Name, ...] = ()
    reason: Text

    @check
    def _days(self) -> None:
        if self.until < self.from_:
            raise ValueError("until is before from")
        if self.of == self.to:
            raise ValueError("of and to are the same person")


class Separation(Record):
    """`[separation]`: duties that are kept apart.  That nobody decides on a quote of their own is not a choice.

    Attributes:
        one_level_each: Whether somebody who approved at one level may not approve at another, under another title.
    """

    one_level_each: bool = False


class People(Written):
    """A file of people."""

    people: Mapping[Id, Person] = Field(min_length=1)
    delegations: tuple[Delegation, ...] = ()
    separation: Separation = Field(default_factory=Separation)

    def by_login(self, login: str) -> str | None:
        """Return the id of the person with a login, or None."""
        for name, person in self.people.items():
            if login in (person.logins or (name,)):
                return name
        return None

    def titles_of(self, person: str, on: date) -> dict[str, tuple[str, ...]]:
        """Return the titles that a person may decide under on a day, and in whose places: "" for their own.

        A delegation passes on the titles that its giver has, not those that were delegated to the giver; whoever has
        left has none, nor has anybody without the role of an approver.
        """
        found: dict[str, tuple[str, ...]] = {}
        own = self.people.get(person)
        if own is None or not self.is_active(person, on):
            return found
        for title in own.titles if self.may(person, "approver") else ():
            found[title] = ("",)
        for each in self.delegations:
            if each.to != person or not each.from_ <= on <= each.until or each.of not in self.people:
                continue
            if not self.is_active(each.of, on) or not self.may(each.of, "approver"):
                continue
            for title in self.people[each.of].titles:
                if not each.titles or title in each.titles:
                    found[title] = (*found.get(title, ()), each.of)
        return found

    def holders(self, title: str, on: date) -> tuple[str, ...]:
        """Return the ids of those who may decide under a title on a day, those who have it themselves first."""
        found = [name for name in self.people if title in self.titles_of(name, on)]
        return tuple(sorted(found, key=lambda name: title not in self.people[name].titles))

    def is_active(self, person: str, on: date) -> bool:
        """Whether a person is there on a day."""
        until = self.people[person].until
        return until is None or on <= until

    def roles_of(self, person: str) -> tuple[Role, ...]:
        """Return the roles of a person: those that are stated, else a seller's, and with titles an approver's."""
        if person not in self.people:
            return ()
        stated = self.people[person].roles
        return stated or (("seller", "approver") if self.people[person].titles else ("seller",))

    def may(self, person: str, role: Role) -> bool:
        """Whether a person has a role; `admin` has all but that of an approver, and `desk` that of a seller."""
        roles = self.roles_of(person)
        return role in roles or (role != "approver" and "admin" in roles) or (role == "seller" and "desk" in roles)

    def with_role(self, role: Role) -> tuple[str, ...]:
        """Return the ids of those who have a role, in the order of the file."""
        return tuple(name for name in self.people if self.may(name, role))


def find_people(near: Path | None = None) -> Path | None:
    """Return the file of people that a project has: the nearest `people.toml` in *near* or above, or None."""
    start = (near or Path.cwd()).resolve()
    for folder in (start, *start.parents):
        if (folder / FILE).is_file():
            return folder / FILE
    return None


def load_people(file: Path) -> People:
    """Return the people of a file.

    Raises:
        PeopleError: It cannot be read or is not valid; every mistake is named with its place.
    """
    from dealdesk.catalog.load import shown
    from dealdesk.catalog.source import read_toml

    data, sources = read_toml([file], names=[shown(file)], limit_bytes=BYTES, error=PeopleError)
    return people_of(data, sources)


def people_of(data: Mapping[str, Any], sources: Any = None) -> People:
    """Return the people that parsed TOML says; PeopleError with every mistake when it is not valid."""
    people = People.read(dict(data), sources, error=PeopleError)
    if mistakes := list(_mistakes(people)):
        raise PeopleError(mistakes)
    return people


def _mistakes(people: People) -> Iterator[Mistake]:
    def mistake(path: tuple[str | int, ...], message: str, hint: str | None = None) -> Mistake:
        return people.mistake(path, message, hint=hint, code="people")

    logins: dict[str, str] = {}
    for name, person in people.people.items():
        for number, login in enumerate(person.logins or (name,)):
            if login in logins:
                message = f"the login {login} is that of {logins[login]}, too"
                at = ("people", name, "logins", number) if person.logins else ("people", name)
                yield mistake(at, message, "one login, one person; the id is the login where there are no logins")
            logins[login] = name
    for name, person in people.people.items():
        if person.titles and person.roles and "approver" not in person.roles:
            message = f"{name} has titles, and not the role approver that it takes to decide under them"
            yield mistake(("people", name, "roles"), message, 'add "approver" to the roles, or take the titles away')
    for number, each in enumerate(people.delegations):
        for key, who in (("of", each.of), ("to", each.to)):
            if who not in people.people:
                guess = did_you_mean(who, people.people)
                hint = f"did you mean {guess}?" if guess else f"add [people.{who}]"
                yield mistake(("delegations", number, key), f"there is no person {who}", hint)
        giver = people.people.get(each.of)
        for place, title in enumerate(each.titles):
            if giver is not None and title not in giver.titles:
                guess = did_you_mean(title, giver.titles)
                yield mistake(
                    ("delegations", number, "titles", place),
                    f"{each.of} has no title {title} to pass on",
                    f"did you mean {guess}?" if guess else "a delegation passes on titles of one's own",
                )
    for number, circle, first, last in _circles(people.delegations):
        days = f"on {first}" if first == last else f"from {first} to {last}"
        yield mistake(
            ("delegations", number, "to"),
            f"{', '.join(circle)} and {circle[0]} again stand in for each other {days}, so that none of them is there",
            "let somebody else stand in for one of them, or change the days",
        )


def _circles(delegations: tuple[Delegation, ...]) -> Iterator[tuple[int, tuple[str, ...], date, date]]:
    """Yield each delegation that closes a circle of those before it, who is in it, and the days that they share."""

    def back(to: str, end: str, first: date, last: date, among: tuple[Delegation, ...], way: tuple[str, ...]) -> Any:
        if to == end:
            return way, first, last
        for each in among:
            begins, ends = max(first, each.from_), min(last, each.until)
            if each.of == to and each.to not in way[1:] and begins <= ends:
                found = back(each.to, end, begins, ends, among, (*way, to))
                if found is not None:
                    return found
        return None

    for number, each in enumerate(delegations):
        found = back(each.to, each.of, each.from_, each.until, delegations[:number], (each.of,))
        if found is not None and each.of != each.to:
            yield number, *found
