"""The section of each field of a catalog, and who judges what a change of it means."""

from __future__ import annotations

from collections.abc import Mapping

from dealdesk.changes.change import Effect
from dealdesk.changes.edit import Edit
from dealdesk.changes.judges import (
    Judge,
    allowance,
    applies,
    available,
    bound,
    charges,
    either,
    entries,
    ladder,
    more,
    no_price,
    percent,
    price,
    start,
    step,
    text,
    wording,
)
from dealdesk.changes.walk import whole_of

_DISCOUNT = entries(("compatible", "a discount is added"), ("breaking", "a discount is taken away"))
_GIVEN = entries(("compatible", "something is added"), ("breaking", "something is taken away"))
_SPOILT = either("whoever counts on it gets something else")

FIELDS: Mapping[str, tuple[str, Judge]] = {
    # What any record may have.
    "Record.note": ("texts", text),
    "Record.illustrative": ("illustrative", text),
    # The head.
    "Header.id": ("catalog", either("deals name the catalog by its id")),
    "Header.name": ("texts", text),
    "Header.version": ("catalog", lambda edit: ("none", "a version says it, and changes nothing")),
    "Header.currency": ("currencies", either("plain prices are in another currency")),
    "Header.currencies": (
        "currencies",
        entries(("compatible", "a currency is added"), ("breaking", "a currency is gone")),
    ),
    "Header.valid_from": ("dates", no_price("it holds from another day on")),
    "Header.valid_until": ("dates", more(True, "the last day", none="high")),
    "Header.valid_days": ("dates", more(True, "how long a quote is held")),
    "Header.time_zone": ("dates", no_price("the last day of a quote ends elsewhere")),
    "Header.rounding": ("catalog", either("amounts can differ by the least unit")),
    "Header.proration": ("catalog", either("parts of a period are measured otherwise")),
    "Header.released": ("catalog", no_price("no price depends on it")),
    "Header.reference_rates": ("currencies", no_price("only the linter compares with it")),
    "Header.terms": ("terms", wording),
    "Header.*": ("texts", text),
    "Terms.payment_days": ("terms", more(True, "the time to pay", none="high")),
    "Terms.renewal_cap": ("terms", more(False, "the most at renewal", none="high")),
    "Terms.clauses": ("terms", wording),
    "Terms.*": ("terms", wording),
    "Clause.*": ("terms", wording),
    "Entity.*": ("texts", text),
    "Brand.*": ("texts", text),
    # Products.
    "Catalog.products": (
        "products",
        entries(("compatible", "something more can be sold"), ("breaking", "deals that name it cannot be priced")),
    ),
    "Product.kind": ("products", either("rules go by the kind")),
    "Product.family": ("products", either("rules go by the family")),
    "Product.available_for": ("products", available),
    "Product.excludes": (
        "products",
        entries(("breaking", "it goes with less"), ("compatible", "it goes with more")),
    ),
    "Product.requires": (
        "products",
        entries(("breaking", "it needs more beside it"), ("compatible", "it needs less beside it")),
    ),
    "Product.quantity": ("products", either("other quantities are sold")),
    "SoldIn.least": ("products", more(False, "the least quantity")),
    "SoldIn.most": ("products", more(True, "the greatest quantity", none="high")),
    "SoldIn.step": ("products", either("other quantities are sold")),
    "Product.discountable": ("products", more(True, "what may be discounted", none="high")),
    "Product.hidden": ("products", more(False, "what is hidden")),
    "Product.includes": ("entitlements", _GIVEN),
    "Product.entitlements": ("entitlements", _GIVEN),
    "Product.support": ("entitlements", wording),
    "Product.sla": ("entitlements", wording),
    "Product.limits": (
        "limits",
        entries(
            ("breaking", "something is limited that was not"), ("breaking", "what was allowed is not said any more")
        ),
    ),
    **{f"Product.{name}": ("texts", text) for name in ("name", "description", "industry", "upgrade_to", "uplifts")},
    "Product.charges": ("prices", charges),
    "Limit.most": ("limits", allowance),
    "Limit.by_contract": ("limits", allowance),
    "Limit.unit": ("limits", _SPOILT),
    "Limit.period": ("limits", _SPOILT),
    "Limit.charge": ("limits", _SPOILT),
    "Limit.charge_unit": ("limits", _SPOILT),
    "Limit.entitlements": ("texts", text),
    "Limit.name": ("texts", text),
    # Charges.
    "Charge.price": ("prices", price),
    "Charge.period": ("prices", either("it is charged at other times")),
    "Charge.model": ("prices", lambda edit: ("fix", "another model, and the same price for every quantity")),
    "Charge.unit": ("prices", either("it counts something else, or in other words")),
    "Charge.usage": ("prices", either("an estimate is no commitment")),
    "Charge.alternative": ("prices", either("other charges are chosen between")),
    "Charge.of": ("prices", entries(("breaking", "it is a share of more"), ("compatible", "it is a share of less"))),
    "Charge.minimum": ("prices", bound(True, "minimum")),
    "Charge.maximum": ("prices", bound(True, "maximum")),
    "Charge.floor": ("prices", bound(True, "floor")),
    "Charge.cost": ("prices", no_price("only margins depend on it, and floors that are set by a margin")),
    "Charge.on_request": ("prices", no_price("the seller states the price either way")),
    "Charge.name": ("texts", text),
    # Rules.
    "Rules.*": ("rules", step),
    "Params.base": ("rules", either("percentages are taken of another amount")),
    "Params.combine": ("rules", either("several rules add up otherwise")),
    "Params.cap": ("rules", more(True, "the cap", none="high")),
    "Params.title": ("texts", text),
    **{f"AppliesTo.{name}": ("rules", applies) for name in ("skus", "families", "kinds", "charges")},
    **{f"{cls}.percent": ("rules", percent) for cls in ("NamedSet", "PartnerTier", "Code", "Entry", "Uplift")},
    **{f"{cls}.tiers": ("rules", ladder(True)) for cls in ("Bundle", "Term", "Commitment", "Schedule")},
    **{f"Rung.{name}": ("texts", text) for name in ("name", "assumption")},
    "BundleTier.includes": ("entitlements", _GIVEN),
    "BundleTier.entitlements": ("entitlements", _GIVEN),
    "BundleTier.support": ("entitlements", wording),
    "BundleTier.margin_target": ("rules", no_price("a target, and no price depends on it")),
    "Bundle.count": ("rules", entries(("compatible", "more products count"), ("breaking", "fewer products count"))),
    "Bundle.sets": ("rules", _DISCOUNT),
    "NamedSet.skus": ("rules", either("the set is another one")),
    "NamedSet.only_these": ("rules", more(False, "what the set asks for")),
    "NamedSet.name": ("texts", text),
    "NamedSet.industry": ("texts", text),
    "Volume.schedules": ("rules", _DISCOUNT),
    "Schedule.name": ("texts", text),
    "Schedule.by": ("rules", either("something else is counted")),
    "Schedule.scope": ("rules", either("it is counted over other lines")),
    "Schedule.mode": ("rules", either("the percentage is for other units")),
    "Partner.tiers": ("rules", _DISCOUNT),
    "Promotion.codes": ("rules", _DISCOUNT),
    "Code.valid_from": ("rules", start),
    "Code.valid_until": ("rules", more(True, "the last day", none="high")),
    "Code.min_months": ("rules", more(False, "the least term")),
    "PriceBook.entries": ("rules", _DISCOUNT),
    "Entry.name": ("texts", text),
    "Entry.segments": ("rules", applies),
    "Entry.regions": ("rules", applies),
    "Entry.billing": ("rules", applies),
    "Commitment.overage": ("rules", either("what goes beyond the commitment costs something else")),
    "Commitment.factor": ("rules", more(False, "the factor of overage")),
    "Uplift.compounding": ("rules", either("the price rises otherwise")),
    "Uplift.most": ("rules", more(False, "the most that prices rise")),
    "Uplift.from_year": ("rules", more(True, "the first year that is raised")),
    "FreeMonths.min_months": ("rules", more(False, "the least term")),
    "FreeMonths.most": ("rules", more(True, "the most free months")),
    "Floor.families": ("rules", more(False, "the floor")),
    "Floor.margin": ("rules", more(False, "the least margin")),
    # Everything else.
    "Catalog.entitlements": ("entitlements", _GIVEN),
    "Entitlement.*": ("texts", text),
    "Catalog.segments": (
        "segments",
        entries(("compatible", "a segment is added"), ("breaking", "deals that name it cannot be priced")),
    ),
    **{
        f"Segment.{name}": ("texts", text)
        for name in ("name", "attributes", "need", "pain", "value", "proof", "next_step")
    },
    "Segment.deal_size": ("segments", no_price("only a finding depends on it")),
    "Segment.offers": ("segments", no_price("only advice depends on it")),
    "DealSize.*": ("segments", no_price("only a finding depends on it")),
    **{
        f"{cls}.*": ("policy", no_price("it says who decides, and changes no price"))
        for cls in ("Policy", "Guardrail", "Deciders", "Condition", "EnvelopePolicy")
    },
    "Catalog.renewal": ("terms", either("renewals cost something else")),
    "RenewalRule.*": ("terms", either("renewals cost something else")),
    "Approval.*": ("policy", no_price("it says who decides, and changes no price")),
    "Disclosure.*": ("policy", no_price("it says what customers are shown, and changes no price")),
}
"""Section and judge of each field, as `Class.field`; `*` stands for the other fields of a class."""


def judged(edit: Edit) -> tuple[str, Effect, str]:
    """Return the section, the effect and the reason of a difference."""
    found = whole_of(FIELDS, edit.owner, edit.field) or whole_of(FIELDS, edit.owner, "*")
    if found is not None:
        section, judge = found
        return (section, *judge(edit))
    if edit.names[0] in ("products", "rules"):
        return ("rules" if edit.names[0] == "rules" else "products"), "breaking", "a price may depend on it"
    return "plans", "fix", "no price depends on it"
