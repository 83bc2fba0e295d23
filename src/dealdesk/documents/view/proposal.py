"""What the cover of a proposal shows, and its table of contents."""

from __future__ import annotations

from typing import Any

from dealdesk.documents.binding import heading_of
from dealdesk.documents.language import Language
from dealdesk.documents.palette import palette
from dealdesk.documents.proposal import Proposal
from dealdesk.documents.view.head import cut
from dealdesk.documents.view.offered import headline_size


def proposal_view(made: Proposal, language: Language) -> dict[str, Any]:
    """Return the view of a proposal's cover."""
    say, tidy = language.say, language.tidy
    colours = palette(made.accent)
    date = language.long_day(made.issued)
    headline = made.title or say("proposal.title", customer=made.customer.name)
    facts = [
        (say("proposal.prepared"), ", ".join(each for each in (made.prepared_by, made.seller.name) if each)),
        (say("proposal.date"), date),
        (say("proposal.quote"), made.number or ""),
    ]
    return {
        "lang": language.code,
        "t": dict(language.texts),
        "colours": {"accent": colours.accent, "tint": colours.tint},
        "head": {
            "title": say("proposal.title", customer=made.customer.name),
            "subject": say("proposal.subject", vendor=made.vendor, customer=made.customer.name),
            "author": made.seller.name,
            "issued": made.issued.isoformat(),
            "vendor": made.vendor,
            "reference": say("proposal.dated", date=date),
            "footer": say("proposal.footer", vendor=cut(made.seller.name), customer=cut(made.customer.name)),
            "eyebrow": say("proposal.kind"),
            "headline": tidy(headline),
            "size": headline_size(headline),
            "lede": tidy(say("proposal.for", customer=made.customer.name)),
        },
        "summary": tidy(made.summary),
        "facts": [{"label": label, "text": tidy(text)} for label, text in facts if text],
        "parts": [
            {"heading": tidy(heading_of(each, language.texts)), "note": "", "kind": each.kind} for each in made.parts
        ],
    }
