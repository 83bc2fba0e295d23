"""Approvals as code: who has to approve a quote and why, what an approval is bound to, and who may give it.

Pure: a quote, its deal and its catalog in, frozen data out; days and people are arguments.  The functions:

- `required(quote, deal, catalog) -> Requirements`: every rule with what was measured, and the levels of seats.
- `needed(deal, catalog, quote) -> tuple[policy.Approval, ...]`: only the approval rules that fire.
- `digest_of(quote) -> str`: of what makes its price; an approval is bound to it.
- `envelope_of(quote, catalog.policy.envelope) -> Envelope`: how far it may move and stay approved.
- `still_covered(decision, quote, approved=None) -> tuple[Broken, ...]`: why a decision does not hold; () if it does.
- `standing(requirements, decisions, quote, approved=None) -> Standing`: what holds, what is voided and why, what is
  open next, whether it is approved.  Record `Standing.kept` of a revision: they carry its digest.
- `rules_of(title, requirements)`: what goes into `Decision.rules`; `seen_by(title, requirements, envelope policy)`:
  into `Decision.seen`.
- `find_people(near)`, `load_people(file) -> People`; `People.by_login(login) -> id`.
- `may_decide(person, people, requirements, seats, decisions, requesters=…, on=day) -> Grant | Refusal`.

`Requirements`, `Decision` and what they hold have `to_json` and `from_json`.
"""

from dealdesk.approving.decisions import Decision, Standing, filled, rules_of, standing, still_covered
from dealdesk.approving.digest import digest_of
from dealdesk.approving.envelope import Broken, Envelope, envelope_of
from dealdesk.approving.may import Grant, Refusal, may_decide
from dealdesk.approving.people import People, PeopleError, find_people, load_people, people_of
from dealdesk.approving.required import needed, required
from dealdesk.approving.requirements import Checked, Level, Requirements, Ruling, Seat
from dealdesk.approving.seen import Seen, seen_by

__all__ = [
    "Broken",
    "Checked",
    "Decision",
    "Envelope",
    "Grant",
    "Level",
    "People",
    "PeopleError",
    "Refusal",
    "Requirements",
    "Ruling",
    "Seat",
    "Seen",
    "Standing",
    "digest_of",
    "envelope_of",
    "filled",
    "find_people",
    "load_people",
    "may_decide",
    "needed",
    "people_of",
    "required",
    "rules_of",
    "seen_by",
    "standing",
    "still_covered",
]
