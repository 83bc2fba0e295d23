"""The measures that rules of a policy can look at.  To add one: its function and line here, its name in the policy."""

from collections.abc import Mapping

from dealdesk.approving.measures.amounts import AMOUNTS
from dealdesk.approving.measures.concessions import CONCESSIONS
from dealdesk.approving.measures.economics import ECONOMICS
from dealdesk.approving.measures.margins import MARGINS
from dealdesk.approving.measures.measure import Case, Found, Known, Measure, NotKnown, Unit
from dealdesk.approving.measures.terms import TERMS
from dealdesk.approving.measures.usage import USAGE

MEASURES: tuple[Measure, ...] = (*CONCESSIONS, *MARGINS, *AMOUNTS, *USAGE, *TERMS, *ECONOMICS)
"""All measures, in the order in which the reference lists them."""

BY_NAME: Mapping[str, Measure] = {each.name: each for each in MEASURES}

__all__ = ["BY_NAME", "MEASURES", "Case", "Found", "Known", "Measure", "NotKnown", "Unit"]
