"""Pricing2Yaml: real price lists of SaaS vendors, versions 1.0 to 3.1, as dealdesk catalogs.

A file goes through stages: plain data with places (`yaml_source`), upgraded version by version (`versions`), read and
checked (`read`), and drafted as the files of a catalog (`write`).
"""

from dealdesk.importers.pricing2yaml.read import read_pricing
from dealdesk.importers.pricing2yaml.write import draft_of

__all__ = ["draft_of", "read_pricing"]
