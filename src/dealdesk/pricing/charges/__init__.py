"""Charge models.  To add one: one file here, and its name in the union."""

from typing import Annotated

from dealdesk.pricing.charges.bracketed_fee import BracketedFee
from dealdesk.pricing.charges.charge import (
    UNBOUNDED,
    Charge,
    Given,
    PriceAt,
    Segment,
    Take,
    Tier,
    Transaction,
    curve_amount,
    find,
)
from dealdesk.pricing.charges.flat import Flat
from dealdesk.pricing.charges.graduated import Graduated
from dealdesk.pricing.charges.matrix import Matrix
from dealdesk.pricing.charges.package import Package
from dealdesk.pricing.charges.per_unit import PerUnit
from dealdesk.pricing.charges.percent_of import PercentOf
from dealdesk.pricing.charges.percentage import Percentage
from dealdesk.pricing.charges.range import Range
from dealdesk.pricing.charges.stairstep import Stairstep
from dealdesk.pricing.charges.volume import Volume
from dealdesk.record import Field

CHARGES = (
    Flat,
    PerUnit,
    Graduated,
    Volume,
    Stairstep,
    Package,
    Percentage,
    BracketedFee,
    PercentOf,
    Range,
    Matrix,
)

AnyCharge = Annotated[
    Flat | PerUnit | Graduated | Volume | Stairstep | Package | Percentage | BracketedFee | PercentOf | Range | Matrix,
    Field(discriminator="model"),
]

__all__ = [
    "CHARGES",
    "UNBOUNDED",
    "AnyCharge",
    "BracketedFee",
    "Charge",
    "Flat",
    "Given",
    "Graduated",
    "Matrix",
    "Package",
    "PerUnit",
    "PercentOf",
    "Percentage",
    "PriceAt",
    "Range",
    "Segment",
    "Stairstep",
    "Take",
    "Tier",
    "Transaction",
    "Volume",
    "curve_amount",
    "find",
]
