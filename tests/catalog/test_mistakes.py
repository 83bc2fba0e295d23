"""What pydantic objects to is said in the words of the file, at the place of the value."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

import pytest
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    RootModel,
    StrictBool,
    StrictInt,
    ValidationError,
    model_validator,
)
from pydantic_core import PydanticCustomError

from dealdesk.catalog.mistakes import from_validation
from dealdesk.catalog.source import parse_toml
from dealdesk.errors import CatalogError, Mistake


def number(value: Any) -> Any:
    if isinstance(value, bool | str):
        raise ValueError("a number is needed here")
    return value


Amount = Annotated[Decimal, BeforeValidator(number), Field(ge=0, max_digits=24, decimal_places=12)]
Price = Annotated[Amount | Mapping[str, Amount], Field()]
Sku = Annotated[str, Field(pattern="^[a-z]+$", max_length=8)]


class Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Tier(Record):
    up_to: Decimal | None = None
    rate: Decimal


class Charge(Record):
    id: str
    period: Literal["year", "quarter", "month", "usage", "once"] = "year"


class Flat(Charge):
    model: Literal["flat"]
    price: Price


class Graduated(Charge):
    model: Literal["graduated", "slab"]
    tiers: tuple[Tier, ...] = Field(min_length=1)
    bands: tuple[Decimal, Decimal] | None = None

    @model_validator(mode="after")
    def _last_tier_is_open(self) -> Graduated:
        if self.tiers[-1].up_to is not None:
            raise PydanticCustomError(
                "open_end",
                "the last tier ends at {end}",
                {
                    "end": 5,
                    "at": ("tiers", len(self.tiers) - 1, "up_to"),
                    "allowed": "no end",
                    "hint": "leave it out",
                },
            )
        return self


class Region(enum.Enum):
    EU = "eu"
    US = "us"


class Families(RootModel[list[str]]):
    pass


class Product(Record):
    name: Annotated[str, Field(min_length=1, max_length=20)]
    charges: tuple[Annotated[Flat | Graduated, Field(discriminator="model")], ...] = ()
    main: Annotated[Flat | Graduated, Field(discriminator="model")] | None = None
    families: Families = Families([])
    from_date: date | None = Field(None, alias="from")
    until: date | None = None
    active: StrictBool = True
    count: StrictInt = 1
    size: int = Field(1, gt=0, lt=10, multiple_of=3)
    region: Region = Region.EU
    overage: Amount | Literal["list", "discounted"] = "list"
    limit: StrictInt | StrictBool | None = None
    part: Tier | Flat | None = None
    checked: Annotated[Tier, AfterValidator(lambda tier: tier)] | Flat | None = None
    names: list[str] = Field(default=[], max_length=2)
    free: dict[str, Any] = {}

    @model_validator(mode="after")
    def _dates_are_in_order(self) -> Product:
        if self.from_date and self.until and self.until < self.from_date:
            raise ValueError("until is before from")
        return self


class Catalog(Record):
    title: str = ""
    products: Mapping[Sku, Product] = {}


HEAD = '[products.gateway]\nname = "Gateway"\n'


def mistakes(text: str) -> tuple[Mistake, ...]:
    """What is wrong with a catalog, in file order."""
    data, sources = parse_toml(text, "x.toml", limit_bytes=1 << 20)
    with pytest.raises(ValidationError) as caught:
        Catalog.model_validate(data)
    return CatalogError(from_validation(caught.value, sources, data=data, model=Catalog)).mistakes


def only(text: str) -> Mistake:
    (mistake,) = mistakes(text)
    return mistake


@pytest.mark.parametrize(
    ("line", "column", "message", "hint"),
    [
        ("count = 2.5", 9, "`count` must be a whole number, not 2.5", None),
        ("count = true", 9, "`count` must be a whole number, not true", "true and false are not numbers"),
        ('count = "5"', 9, '`count` must be a whole number, not "5"', "write 5 without quotes"),
        ("count = [1]", 9, "`count` must be a whole number, not a list", None),
        ("name = 5", 8, "`name` must be text in quotes, not 5", 'write "5"'),
        ('name = ""', 8, "`name` must not be empty", None),
        (f'name = "{"n" * 21}"', 8, "`name` may have at most 20 characters, not 21", None),
        ("active = 1", 10, "`active` must be true or false, not 1", None),
        ('active = "true"', 10, '`active` must be true or false, not "true"', "write true without quotes"),
        ('until = "soon"', 9, '`until` must be a date such as 2027-01-31, not "soon"', None),
        (
            "until = 2026-01-01 10:00:00",
            9,
            "`until` must be a date such as 2027-01-31, not 2026-01-01 10:00:00",
            None,
        ),
        ("from = true", 8, "`from` must be a date such as 2027-01-31, not true", None),
        ("size = 0", 8, "`size` must be more than 0, not 0", None),
        ("size = 12", 8, "`size` must be less than 10, not 12", None),
        ("size = 4", 8, "`size` must be a multiple of 3, not 4", None),
        ('region = "eur"', 10, '`region` must be one of: eu, us; not "eur"', 'did you mean "eu"?'),
        ("names = 'a'", 9, '`names` must be a list, not "a"', 'write ["a"]'),
        ("names = ['a', 2]", 15, "entry 2 of `products.gateway.names` must be text in quotes, not 2", 'write "2"'),
        ("names = ['a', 'b', 'c']", 20, "`names` may have at most 2 entries, not 3", None),
        (
            "names = {}",
            9,
            "`names` must be a list, not a table",
            "write [[products.gateway.names]] above each entry",
        ),
        ("free = 1", 8, "`free` must be a table, not 1", "write free = { … }"),
        ("families = [1]", 13, "entry 1 of `products.gateway.families` must be text in quotes, not 1", 'write "1"'),
        ("limit = 'x'", 9, '`limit` must be a whole number or true or false, not "x"', None),
        (
            "overage = 'lst'",
            11,
            '`overage` must be one of: list, discounted; not "lst"',
            'did you mean "list"?',
        ),
        ("overage = -1", 11, "`overage` must be 0 or more, not -1", None),
        ("overage = 0.1234567890123", None, "the number has 13 decimals", None),
    ],
)
def test_a_wrong_value_is_marked_and_told_what_it_must_be(
    line: str, column: int | None, message: str, hint: str | None
) -> None:
    text = f"[products.gateway]\n{line}\n" + ("" if line.startswith("name =") else 'name = "Gateway"\n')
    if column is None:  # refused when it was read
        with pytest.raises(CatalogError, match=message):
            parse_toml(text, "x.toml", limit_bytes=1 << 20)
        return
    mistake = only(text)
    assert (str(mistake.place), mistake.message, mistake.hint) == (f"x.toml:2:{column}", message, hint)
    assert mistake.source_line == line


def charge(lines: str) -> str:
    return f'{HEAD}[[products.gateway.charges]]\nid = "platform"\n{lines}\n'  # the lines start at 5


def test_an_unknown_key_is_marked_itself_with_the_key_that_was_meant() -> None:
    missing, unknown = mistakes(charge('model = "flat"\nprise = 5'))
    assert str(unknown.place) == "x.toml:6:1"
    assert unknown.message == "unknown key `prise` in charge `platform`"
    assert unknown.hint == "did you mean `price`?"
    assert unknown.allowed == "id, period, model, price"
    assert unknown.code == "unknown-key"
    assert str(missing.place) == "x.toml:3:1"
    assert missing.message == "`price` is missing in charge `platform`"
    assert missing.code == "missing"


def test_a_key_that_is_there_already_is_not_suggested() -> None:
    assert only(charge('model = "flat"\nprice = 5\nprise = 5')).hint is None


def test_a_key_of_another_charge_model_is_told_where_it_belongs() -> None:
    mistake = only(charge('model = "flat"\nprice = 1\ntiers = []'))
    assert (str(mistake.place), mistake.hint) == ("x.toml:7:1", "`tiers` goes with model = graduated, slab")


def test_a_key_in_a_tier_is_not_taken_for_one_of_a_charge() -> None:
    mistake = only(charge('model = "graduated"\ntiers = [{ rate = 1 }, { rate = 1, price = 2 }]'))
    assert str(mistake.place) == "x.toml:6:36"
    assert mistake.message == "unknown key `price` in tier 2"
    assert mistake.allowed == "up_to, rate"
    assert mistake.hint is None


def test_a_key_that_bears_the_name_of_its_charge_model_is_not_taken_for_a_tag() -> None:
    first, second = mistakes(charge('model = "flat"\nflat = 5'))
    assert (str(first.place), first.message) == ("x.toml:3:1", "`price` is missing in charge `platform`")
    assert (str(second.place), second.message) == ("x.toml:6:1", "unknown key `flat` in charge `platform`")


@pytest.mark.parametrize(
    ("lines", "place", "message"),
    [
        ('model = "flatt"', "x.toml:5:9", '`model` must be one of: flat, graduated, slab; not "flatt"'),
        ("price = 1", "x.toml:3:1", "`model` is missing in charge `platform`"),
        ('model = "flat"\nprice = -5', "x.toml:6:9", "`price` must be 0 or more, not -5"),
        ('model = "flat"\nprice = { USD = 1, EUR = -5 }', "x.toml:6:26", "`EUR` must be 0 or more, not -5"),
        ('model = "flat"\nprice = [1]', "x.toml:6:9", "`price` must be a number or a table, not a list"),
        ('model = "flat"\nprice = "5"', "x.toml:6:9", '`price` must be a number or a table, not "5"'),
        ('period = "yeer"\nmodel = "flat"\nprice = 5', "x.toml:5:10", None),
        ('model = "graduated"', "x.toml:3:1", "`tiers` is missing in charge `platform`"),
        ('model = "graduated"\ntiers = []', "x.toml:6:9", "`tiers` must not be empty"),
        (
            'model = "slab"\ntiers = [{ up_to = 1, rate = 1 }, {}]',
            "x.toml:6:35",
            "`rate` is missing in tier 2",
        ),
        ('model = "slab"\ntiers = [1]', "x.toml:6:10", None),
        ('model = "slab"\ntiers = [{ up_to = 1, rate = 1 }, { up_to = 5, rate = 1 }]', "x.toml:6:45", None),
        (
            'model = "slab"\nbands = [1]\ntiers = [{ rate = 1 }]',
            "x.toml:6:9",
            "entry 2 is missing in `products.gateway.charges[0].bands`",
        ),
    ],
)
def test_a_mistake_in_a_charge_stands_at_its_value_whatever_union_it_is_in(
    lines: str, place: str, message: str | None
) -> None:
    mistake = only(charge(lines))
    assert str(mistake.place) == place
    if message:
        assert mistake.message == message


def test_one_of_a_set_comes_with_the_set_and_a_guess() -> None:
    mistake = only(charge('period = "yeer"\nmodel = "flat"\nprice = 5'))
    assert mistake.message == '`period` must be one of: year, quarter, month, usage, once; not "yeer"'
    assert mistake.allowed == "year, quarter, month, usage, once"
    assert mistake.hint == 'did you mean "year"?'
    assert mistake.render().count("year, quarter") == 1


def test_a_missing_tag_comes_with_the_tags() -> None:
    assert only(charge("price = 1")).allowed == "flat, graduated, slab"
    assert only(f"{HEAD}main = {{ id = 'x' }}").allowed == "flat, graduated, slab"


def test_an_optional_tagged_union_is_seen_through() -> None:
    mistake = only(f"{HEAD}main = {{ id = 'x', model = 'flat', prize = 1, price = 1 }}")
    assert (str(mistake.place), mistake.message) == (
        "x.toml:3:36",
        "unknown key `prize` in `products.gateway.main`",
    )


def test_of_a_union_without_tags_the_nearest_member_speaks() -> None:
    for key in ("part", "checked"):  # the second is called function-after[<lambda>(), Tier] by pydantic
        mistake = only(f"{HEAD}{key} = {{ rate = 1, upto = 5 }}")
        assert mistake.message == f"unknown key `upto` in `products.gateway.{key}`"
        assert mistake.hint == "did you mean `up_to`?"


def test_a_sentence_of_our_own_stands_at_the_first_key_that_it_names() -> None:
    mistake = only(f"{HEAD}from = 2026-01-01\nuntil = 2025-01-01\n")
    assert (str(mistake.place), mistake.message) == ("x.toml:4:9", "until is before from")


def test_a_validator_may_say_where_what_is_allowed_and_what_to_do() -> None:
    mistake = only(charge('model = "slab"\ntiers = [{ up_to = 5, rate = 1 }]'))
    assert str(mistake.place) == "x.toml:6:20"
    assert (mistake.message, mistake.allowed, mistake.hint) == (
        "the last tier ends at 5",
        "no end",
        "leave it out",
    )


def test_a_name_that_is_not_allowed_is_marked_where_it_is_given() -> None:
    mistake = only('[products.Gate]\nname = "x"\n')
    assert (str(mistake.place), mistake.message) == (
        "x.toml:1:11",
        'the name `Gate` does not have the right form: "Gate"',
    )
    assert mistake.allowed == "text that matches ^[a-z]+$"


def test_a_missing_key_is_placed_at_the_header_of_its_table() -> None:
    mistake = only("title = 'x'\n\n[products.gateway]\ncount = 1\n")
    assert (str(mistake.place), mistake.message) == ("x.toml:3:1", "`name` is missing in product `gateway`")


def test_what_follows_from_another_mistake_is_not_reported() -> None:
    # pydantic adds "at least 1 item, not 0" because the one entry is not valid
    mistake = only(charge('model = "graduated"\ntiers = [{ rate = "x" }]'))
    assert mistake.message == '`rate` must be a number, not "x"'


def test_all_mistakes_of_a_file_come_at_once_in_its_order() -> None:
    text = "titel = 'x'\n" + charge('model = "flat"\nprice = -1\nperiod = "x"') + "[products.b]\nname = 1\n"
    assert [mistake.place.line for mistake in mistakes(text) if mistake.place] == [1, 7, 8, 10]


def test_data_below_a_root_is_found_in_its_document() -> None:
    text = f"[deep]\n[deep.{HEAD[1:]}count = 'x'\nkind = 1\n"
    data, sources = parse_toml(text, "x.toml", limit_bytes=1 << 20)
    with pytest.raises(ValidationError) as caught:
        Catalog.model_validate(data["deep"])
    found = from_validation(caught.value, sources, data=data["deep"], model=Catalog, root=("deep",))
    assert [(str(one.place), one.message) for one in found] == [
        ("x.toml:4:9", '`count` must be a whole number, not "x"'),
        ("x.toml:5:1", "unknown key `kind` in product `gateway`"),
    ]


def test_a_model_that_changes_its_input_is_marked_at_what_the_file_says() -> None:
    class Line(Record):
        discount: Annotated[Tier, BeforeValidator(lambda value: {"rate": value})]

    data, sources = parse_toml("discount = 'much'\n", "x.toml", limit_bytes=1 << 20)
    with pytest.raises(ValidationError) as caught:
        Line.model_validate(data)
    (mistake,) = from_validation(caught.value, sources, data=data, model=Line)
    assert (str(mistake.place), mistake.message) == ("x.toml:1:12", '`discount` must be a number, not "much"')


def test_an_error_that_is_not_known_here_keeps_its_words_and_gets_a_place() -> None:
    class Line(Record):
        link: Annotated[str, Field(strict=True)] | None = None
        when: Annotated[Any, Field()] = None

        @model_validator(mode="after")
        def _refuse(self) -> Line:
            raise PydanticCustomError("odd", "this is odd")

    data, sources = parse_toml("when = 1\n", "x.toml", limit_bytes=1 << 20)
    with pytest.raises(ValidationError) as caught:
        Line.model_validate(data)
    (mistake,) = from_validation(caught.value, sources, data=data, model=Line)
    assert (str(mistake.place), mistake.message, mistake.code) == (
        "x.toml:1:1",
        "the file: this is odd",
        "value",
    )
