"""The kinds of document.  To add one: one file here, one folder of templates, one line in the tuple."""

from dealdesk.documents.kinds import (
    battle_card,
    book,
    checklist,
    one_pager,
    order_form,
    proposal,
    quote,
    qbr, roi_deck,
    savings,
)

KINDS = (
    quote.KIND,
    order_form.KIND,
    checklist.KIND,
    one_pager.KIND,
    battle_card.KIND,
    proposal.KIND,
    roi_deck.KIND,
    qbr.KIND,
    savings.KIND,
    book.KIND,
)
