"""What a customer may see of a quote, as data; see `dealdesk.sealing.extract`, which makes it."""

from dealdesk.sealing.disclosed import STEPS
from dealdesk.sealing.extract import FORMAT, NAME, extract, public, seal

__all__ = ["FORMAT", "NAME", "STEPS", "extract", "public", "seal"]
