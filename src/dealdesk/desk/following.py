"""Whether an amendment or a renewal still goes with its contract, when it is submitted, sent or signed.

It was held against the record when it was recorded (`agreeing`).  Until the customer signs, another change of the same
contract may have been signed: then this one says of the contract what is true no more, and both together would be
paid.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dealdesk.desk.agreeing import require_agreement
from dealdesk.desk.contracts import contract_of, full_number, on_record
from dealdesk.desk.kept import read_deal
from dealdesk.errors import DealError
from dealdesk.register import Event, Register, Stored, Wanted
from dealdesk.register.lifecycle import NotAllowed


def require_current(register: Register, stored: Stored, at: datetime) -> Any:
    """Refuse an amendment or a renewal whose contract has changed since it was recorded.

    Args:
        register: Where both are; a contract that it does not have is taken at the deal's word.
        stored: The quote, of any sort.
        at: Now.

    Returns:
        The quote's deal.

    Raises:
        NotAllowed: What it says of the contract is not so any more; every difference is named.
    """
    deal = read_deal(register.deal(stored))
    if (follows := deal.amends or deal.renews) is None:
        return deal
    try:
        require_agreement(register, deal, register.quote(stored), at)
    except DealError as changed:
        how, name = "amend" if deal.amends is not None else "renew", follows.contract
        raise NotAllowed(
            f"{stored.name} does not go with {full_number(name)} any more, which has changed since:\n{changed}\n"
            f"make its deal anew with `dealdesk quote {how} {name}`, "
            f"and record that with `dealdesk quote revise {stored.number} DEAL`"
        ) from changed
    return deal


def require_signable(register: Register, stored: Stored, at: datetime) -> str:
    """Refuse an amendment or a renewal that cannot be signed: its contract is none yet, or has changed.

    Returns:
        What speaks against a renewal though somebody may want it: another one of the same contract. Else "".

    Raises:
        NotAllowed: The contract was not accepted, or has changed since (`require_current`).
    """
    deal = require_current(register, stored, at)
    follows = deal.amends or deal.renews
    if follows is None or not on_record(register, number := full_number(follows.contract)):
        return ""
    contract = register.find(number)
    if contract.state != "accepted":
        what = "changed" if deal.amends is not None else "renewed"
        raise NotAllowed(
            f"{stored.name} cannot be accepted: {number} is {contract.state_at(at)}, and no contract that can be "
            f"{what}; record its acceptance first: dealdesk quote accept {number}"
        )
    if deal.amends is None and (other := _renewed_by(register, stored, at)):
        return f"{number} is renewed by {other} already"
    return ""


def send(
    register: Register,
    number: str,
    *,
    actor: str,
    at: datetime,
    reason: str | None = None,
    key: str | None = None,
    revision: int | None = None,
) -> Event:
    """Record that the customer has a quote; one that does not go with its contract any more is refused.

    Args:
        register: The register.
        number: Of the quote.
        actor: Who sends it.
        at: When.
        reason: A remark.
        key: What makes it happen once.
        revision: The one that this person has looked at; another one that counts by now is refused.

    Raises:
        NotAllowed: It is not approved, was revised meanwhile, or its contract has changed.
    """

    def decide(stored: Stored, events: tuple[Event, ...]) -> tuple[str, dict[str, Any]]:
        if stored.state_at(at) == "approved":
            require_current(register, stored, at)
        return "send", {}

    return register.act(number, decide, actor=actor, at=at, reason=reason, key=key, revision=revision)


def _renewed_by(register: Register, stored: Stored, at: datetime) -> str:
    """Return the number of another accepted renewal of the same contract, or ""."""
    contract = contract_of(register, _renewed(register, stored), at).stored
    return renewal_of(register, contract, at, but=stored.number)


def renewal_of(register: Register, contract: Stored, at: datetime, *, but: str = "") -> str:
    """Return the number of an accepted renewal of a contract, other than *but*, or "" where there is none."""
    for each in register.wanted(Wanted(state="accepted", customer=contract.customer, descending=False), at):
        if each.number == but or not (theirs := _renewed(register, each)):
            continue
        if on_record(register, theirs) and contract_of(register, theirs, at).stored.number == contract.number:
            return each.number
    return ""


def _renewed(register: Register, stored: Stored) -> str:
    """Return the contract that a quote renews, or "" where it renews none; an amendment of a renewal is none itself."""
    deal = read_deal(register.deal(stored))
    return full_number(deal.renews.contract) if deal.renews is not None and deal.amends is None else ""
