"""A mail to the customer with the quote attached, as a draft: a mail program opens it, and a person sends it.

It is written in the customer's language, like the quote.  Nothing is sent from here.  The same record gives the same
bytes.
"""

from __future__ import annotations

from collections.abc import Collection
from email.message import EmailMessage
from email.policy import SMTP
from typing import TYPE_CHECKING

from dealdesk.errors import DealdeskError, printable
from dealdesk.register import Stored

if TYPE_CHECKING:
    from dealdesk.documents.language import Language
    from dealdesk.quoting.quote import Quote
    from dealdesk.quoting.quote.printed import Person
    from dealdesk.sealing.private import Secret

PDF = ("application", "pdf")


def draft(
    stored: Stored,
    quote: Quote,
    pdf: bytes,
    language: Language,
    *,
    register: str,
    to: str | None = None,
    others: Collection[Secret] = (),
) -> bytes:
    """Return the draft: to the customer's contact, from whoever prepared the quote, with its PDF.

    Args:
        stored: The version.
        quote: Its quote.
        pdf: Its document.
        language: The language that it is written in.
        register: Id of the register, which makes the id of the mail unique.
        to: The address; that of the customer's first contact with one when left out.
        others: What it may not hold: what is known of other customers.

    Raises:
        DealdeskError: An address is not one.
        RenderError: The language has no words for a mail, or the mail would hold what its reader may not see.
    """
    from dealdesk.documents import kind_named
    from dealdesk.documents.guard import guard

    contact = next((each for each in quote.customer.contacts if each.email), None)
    message = EmailMessage(policy=SMTP)
    subject, body = _subject(stored, quote, language), _body(stored, quote, contact, language)
    guard(f"{subject}\n{body}".encode(), quote, kind_named("quote"), "md", others)
    message["Subject"] = subject
    receiver = to or (contact.email if contact is not None else None)
    if receiver is not None:
        message["To"] = _address(receiver, contact.name if contact is not None and to is None else "")
    if quote.prepared_by is not None and quote.prepared_by.email:
        message["From"] = _address(quote.prepared_by.email, quote.prepared_by.name)
    message["Message-ID"] = f"<{stored.number}.{stored.revision}@{register}.dealdesk>"
    message["X-Unsent"] = "1"  # mail programs open it for writing
    message.set_content(body, cte="quoted-printable")
    message["Content-Language"] = language.code
    name = f"{stored.number}.pdf" if stored.revision == 1 else f"{stored.number}-{stored.revision}.pdf"
    message.add_attachment(pdf, maintype=PDF[0], subtype=PDF[1], filename=name)
    message.set_boundary(f"=_{stored.digest[:40]}")
    return message.as_bytes()


def name_of(stored: Stored, language: Language) -> str:
    """Return what to call a version: "Q-2026-00417, revision 3", or the number alone where it is the first."""
    return language.say(
        "mail.revised" if stored.revision > 1 else "mail.quote", number=stored.number, revision=stored.revision
    )


def _subject(stored: Stored, quote: Quote, language: Language) -> str:
    title = quote.title or language.say("mail.untitled")
    return _line(
        language.say("mail.subject", title=title, customer=quote.customer.name, quote=name_of(stored, language))
    )


def _body(stored: Stored, quote: Quote, contact: Person | None, language: Language) -> str:
    from dealdesk.documents.view.writer import Writer

    writer, say, name = Writer(quote, language), language.say, name_of(stored, language)
    only_usage = not quote.totals.net and quote.usage_estimate.net
    price = {"amount": writer.money(only_usage or quote.totals.net), "term": writer.term}
    by = quote.prepared_by
    closing = [each for each in (by.name, by.title, quote.vendor.name, by.phone) if each] if by else [quote.vendor.name]
    return "\n".join(
        [
            say("mail.greeting", name=contact.name) if contact is not None else say("mail.anybody"),
            "",
            say("mail.titled", quote=name, title=quote.title) if quote.title else say("mail.attached", quote=name),
            say("mail.usage" if only_usage else "mail.priced", **price),
            say("mail.valid", date=language.long_day(quote.valid_until)),
            "",
            say("mail.checked"),
            "",
            say("mail.regards"),
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
