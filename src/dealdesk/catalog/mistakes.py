"""What pydantic objects to, at the place of the value and in the words of the file.

pydantic names an error by its location in the model: names of union members, tags and model classes stand between
keys. Here the location is walked along the annotations and the data together. So the mistake gets the path that the
file has, and the keys and values that would have been allowed are at hand for a suggestion.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

from dealdesk.catalog.source import Sources, dotted
from dealdesk.catalog.spans import Path
from dealdesk.errors import Mistake, did_you_mean

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError
    from pydantic_core import ErrorDetails

_KINDS = {
    "int": "a whole number",
    "decimal": "a number",
    "float": "a number",
    "finite": "a number",
    "string": "text in quotes",
    "bool": "true or false",
    "date": "a date such as 2027-01-31",
    "datetime": "a date with a time",
    "time": "a time",
    **dict.fromkeys(("list", "tuple", "set", "frozen", "iterable", "sequence"), "a list"),
    **dict.fromkeys(("dict", "mapping", "model", "dataclass"), "a table"),
}
_KIND_ENDINGS = ("_type", "_parsing", "_parsing_size", "_from_float", "_number", "_inexact")
_SENTENCES = {
    "greater_than_equal": "{what} must be {ge} or more, not {given}",
    "greater_than": "{what} must be more than {gt}, not {given}",
    "less_than_equal": "{what} must be {le} or less, not {given}",
    "less_than": "{what} must be less than {lt}, not {given}",
    "multiple_of": "{what} must be a multiple of {multiple_of}, not {given}",
    "decimal_max_digits": "{what} may have at most {max_digits} digits",
    "decimal_max_places": "{what} may have at most {decimal_places} decimals",
    "decimal_whole_digits": "{what} may have at most {whole_digits} digits before the point",
    "string_too_short": "{what} must have at least {min_length} characters",
    "string_too_long": "{what} may have at most {max_length} characters",
    "string_pattern_mismatch": "{what} has not the right form: {given}",
    "too_short": "{what} must have at least {min_length} entries, not {actual_length}",
    "too_long": "{what} may have at most {max_length} entries",
}
_NAMES = ("id", "sku", "name", "code")
_NO_PATTERN = "text that matches the pattern {pattern}"
