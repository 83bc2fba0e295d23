"""What a register knows of other customers: their names, and the numbers of their quotes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealdesk.sealing.private import Secret

if TYPE_CHECKING:
    from dealdesk.register import Register

NAME, NUMBER = "another customer's name", "the number of another customer's quote"


def others_in(register: Register, customer: str) -> tuple[Secret, ...]:
    """Return what no document for a customer may hold of the others.

    Args:
        register: Where the quotes are.
        customer: Whom the document is for: the customer's own quotes may be named.
    """
    ours = customer.casefold()
    known = register.customers()
    own = {number for number, name in known if name.casefold() == ours}
    names = dict.fromkeys(name for number, name in known if name.casefold() != ours)
    numbers = dict.fromkeys(number for number, _ in known if number not in own)
    return (
        *(Secret(NAME, each, is_name=True) for each in names),
        *(Secret(NUMBER, each, is_name=True) for each in numbers),
    )
