"""A mail to the customer with the quote attached, as a draft: a mail program opens it, and a person sends it.

Nothing is sent from here.  The same record gives the same bytes.
"""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from typing import TYPE_CHECKING

from dealdesk.errors import DealdeskError, printable
from dealdesk.register import Stored

if TYPE_CHECKING:
    from dealdesk.quoting.quote import Person, Quote

PDF = ("application", "pdf")


def draft(stored: Stored, quote: Quote, pdf: bytes, *, register: str, to: str | None = None) -> bytes:
    """Return the draft: to the customer's contact, from whoever prepared the quote, with its PDF.

    Args:
        stored: The version.
        quote: Its quote.
        pdf: Its document.
        register: Id of the register, which makes the id of the mail unique.
        to: The address; that of the customer's first contact with one when left out.

    Raises:
        DealdeskError: An address is not one.
    """
    contact = next((each for each in quote.customer.contacts if each.email), None)
    message = EmailMessage(policy=SMTP)
    message["Subject"] = _line(f"{quote.title or 'Our quote'} for {quote.customer.name}: {stored.name}")
    receiver = to or (contact.email if contact is not None else None)
    if receiver is not None:
        message["To"] = _address(receiver, contact.name if contact is not None and to is None else "")
    if quote.prepared_by is not None and quote.prepared_by.email:
        message["From"] = _address(quote.prepared_by.email, quote.prepared_by.name)
    message["Message-ID"] = f"<{stored.number}.{stored.revision}@{register}.dealdesk>"
    message["X-Unsent"] = "1"  # mail programs open it for writing
    message.set_content(_body(stored, quote, contact), cte="quoted-printable")
    name = f"{stored.number}.pdf" if stored.revision == 1 else f"{stored.number}-{stored.revision}.pdf"
    message.add_attachment(pdf, maintype=PDF[0], subtype=PDF[1], filename=name)
    message.set_boundary(f"=_{stored.digest[:40]}")
    return message.as_bytes()


def _body(stored: Stored, quote: Quote, contact: Person | None) -> str:
    greeting = f"Dear {contact.name}," if contact is not None else "Hello,"
    amount = f"{quote.totals.net:,.{quote.places}f} {quote.currency}"
    by = quote.prepared_by
    closing = [each for each in (by.name, by.title, quote.vendor.name, by.phone) if each] if by else [quote.vendor.name]
    return "\n".join(
        [
            greeting,
            "",
            f"please find attached our quote {stored.name}"
            + (f", {quote.title}" if quote.title else "")
            + f": {amount} for {quote.term}, before tax.",
            f"It is valid through {quote.valid_until.day} {quote.valid_until:%B %Y}.",
            "",
            "The quote holds its own figures as data, so it can be checked against what it prints.",
            "",
            "Kind regards",
            "",
            *closing,
            "",
        ]
    )


def _line(text: str) -> str:
    return " ".join(text.split())


def _address(address: str, name: str) -> str:
    """Return an address with a name before it.

    Raises:
        DealdeskError: It is not one address.
    """
    from email.headerregistry import Address

    try:
        return str(Address(display_name=_line(name), addr_spec=address.strip()))
    except (ValueError, IndexError) as wrong:
        raise DealdeskError(f"{printable(address)} is not an address for mail") from wrong
