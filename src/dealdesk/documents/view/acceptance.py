"""The foot of a quote and of an order form: who signs where, and how the document can be checked."""

from __future__ import annotations

from datetime import date
from typing import Any

from dealdesk.documents.signing import FIELDS, anchor
from dealdesk.documents.view.head import reference
from dealdesk.documents.view.writer import Writer
from dealdesk.quoting.quote import Quote


def acceptance(writer: Writer, table: str = "head") -> dict[str, Any]:
    """Return the signature blocks: the customer first, then the vendor; then what the customer fills in."""
    quote, say = writer.quote, writer.say
    key = "order.text" if table == "order" else "acceptance.text"
    filled = {"order": quote.order.number or "", "email": quote.order.invoice_email or ""}
    return {
        "text": say(key, date=writer.language.long_day(quote.valid_until)),
        "parties": [
            {
                "name": each.name,
                "address": ", ".join(each.address),
                "fields": [
                    {"id": name, "label": say(f"acceptance.{name}"), "text": "", "anchor": ""} for name in FIELDS
                ],
            }
            for each in (quote.customer, quote.vendor)
        ],
        "more": [
            {"id": name, "label": say(f"acceptance.{name}"), "text": text, "anchor": ""}
            for name, text in filled.items()
        ],
    }


def with_anchors(made: dict[str, Any], service: str | None) -> dict[str, Any]:
    """Return signature blocks with the anchors of an e-signature service; fields that are filled in need none."""
    parties = [
        each | {"fields": [field | {"anchor": anchor(service, field["id"], signer)} for field in each["fields"]]}
        for signer, each in enumerate(made["parties"])
    ]
    more = [field | {"anchor": "" if field["text"] else anchor(service, field["id"], 0)} for field in made["more"]]
    return made | {"parties": parties, "more": more}


def control(writer: Writer, table: str = "head") -> list[dict[str, Any]]:
    """Return which catalog, rules and deal made the document, and their fingerprints."""
    quote, say, language = writer.quote, writer.say, writer.language
    rows = [
        ("quote", _issued(writer, quote, table), False),
        ("catalog", _catalog(writer), False),
        (
            "rules",
            say(
                "control.engine",
                engine=quote.catalog.engine,
                rounding=say(f"rounding.{quote.catalog.rounding}"),
                proration=say(f"proration.{quote.catalog.proration}"),
            ),
            False,
        ),
        ("fingerprint", f"sha256:{quote.catalog.digest}" if quote.catalog.digest else "", True),
        ("deal", f"sha256:{quote.deal_digest}" if quote.deal_digest else "", True),
        ("seal", _seal(quote), True),
        ("approval", _approval(writer), False),
        ("record", f"sha256:{quote.extra['record']}" if "record" in quote.extra else "", True),
    ]
    label = {"quote": say("order.kind")} if table == "order" else {}
    return [
        {"label": label.get(name) or language.tidy(say(f"control.{name}")), "text": text, "mono": mono}
        for name, text, mono in rows
        if text
    ]


def _seal(quote: Quote) -> str:
    """Return the fingerprint of the data that the document carries, where its price can be worked out again."""
    from dealdesk.sealing.extract import DATA, seal

    return f"sha256:{seal(quote)}" if quote.workings is not None or DATA in quote.extra else ""


def _approval(writer: Writer) -> str:
    """Return which entry of the register's log approved the quote; "" for one that comes from no register."""
    extra = writer.quote.extra
    if "approval" not in extra:
        return ""
    day = writer.language.long_day(date.fromisoformat(extra["approved"]))
    return writer.say("control.entry", entry=extra["approval"], date=day)


def _issued(writer: Writer, quote: Quote, table: str) -> str:
    name = reference(writer, table)
    if not quote.number:
        return name
    return writer.say("control.issued", reference=name, date=writer.language.long_day(quote.issued))


def _catalog(writer: Writer) -> str:
    catalog, say = writer.quote.catalog, writer.say
    version = {"id": catalog.id, "version": catalog.version}
    if catalog.valid_from is None:
        return say("control.version", **version)
    return say("control.effective", **version, date=writer.language.long_day(catalog.valid_from))
