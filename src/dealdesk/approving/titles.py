"""Whether the titles that a policy asks for are held, and the titles that people have are asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from dealdesk.approving.people import People
from dealdesk.catalog.policy import Deciders, Policy
from dealdesk.errors import did_you_mean


def loose_ends(people: People, policies: Mapping[str, Policy], on: date) -> Iterator[str]:
    """Yield where policies, by the id of their catalog, and people do not fit on a day, a sentence each.

    A title that nobody may decide under, a quorum that too few people can fill, a title that no policy asks for; and,
    whatever the policies are, an approver without a title, and somebody who stands in for nothing.
    """
    yield from _idle(people, on)
    asked = {title for policy in policies.values() for _, each in _rules(policy) for title in each.titles}
    spare = [title for each in people.people.values() for title in each.titles if title not in asked]
    for name, policy in policies.items():
        missing: dict[str, list[str]] = {}
        for rule, deciders in _rules(policy):
            by_title = {title: people.holders(title, on) for title in deciders.titles}
            wanted = deciders.quorum or len(deciders.titles)
            held = [title for title, holders in by_title.items() if holders]
            if len(held) < wanted:
                for title in by_title:
                    if title not in held:
                        missing.setdefault(title, []).append(rule)
            elif wanted < len(deciders.titles) and (able := _most(by_title)) < wanted:
                yield (
                    f"{rule} of the catalog {name} wants {wanted} people, and only {able} on record can decide "
                    f"under its titles on {on}: {deciders.who}"
                )
        for title, rules in missing.items():
            guess = did_you_mean(title, spare)
            hint = f"; is it {guess}, which somebody has?" if guess is not None else ""
            yield f"the catalog {name} asks for {title} ({', '.join(rules)}), and nobody decides as that on {on}{hint}"
    for person, each in people.people.items() if policies else ():
        for title in each.titles:
            if title not in asked:
                guess = did_you_mean(title, asked)
                hint = f"; did you mean {guess}?" if guess is not None else ""
                yield f"{person} has the title {title}, for which no policy here asks{hint}"


def _idle(people: People, on: date) -> Iterator[str]:
    running = [each for each in people.delegations if each.until >= on]
    for name, person in people.people.items():
        stands_in = any(each.to == name for each in running)
        if "approver" in person.roles and not person.titles and not stands_in and people.is_active(name, on):
            yield f"{name} is an approver without a title: there is nothing to decide under"
    for each in running:
        day = max(each.from_, on)
        if not people.people[each.of].titles or not people.may(each.of, "approver"):
            yield f"{each.to} stands in for {each.of}, who has no title to pass on"
        elif not people.is_active(each.of, day):
            yield f"{each.to} stands in for {each.of}, who is no longer here on {day} and passes nothing on"
        if not people.is_active(each.to, day):
            yield f"{each.to} stands in for {each.of}, and is no longer here on {day}"


def _rules(policy: Policy) -> Iterable[tuple[str, Deciders]]:
    yield from ((each.id, each) for each in policy.approvals)
    yield from ((name, rail) for name, rail in policy.guardrails.items() if rail.titles)


def _most(holders: Mapping[str, tuple[str, ...]]) -> int:
    """Return how many titles different people can fill at the same time."""
    fills: dict[str, str] = {}

    def placed(title: str, tried: set[str]) -> bool:
        for person in holders[title]:
            if person not in tried:
                tried.add(person)
                if person not in fills or placed(fills[person], tried):
                    fills[person] = title
                    return True
        return False

    return sum(placed(title, set()) for title in holders)
