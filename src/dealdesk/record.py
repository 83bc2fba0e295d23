"""Frozen records: what is read from files, checked once by pydantic, and cheap to import and to rebuild.

A record is a class with annotated fields.  Reading one (`validate`) builds a pydantic model from the annotations, on
first use, and turns what it accepts into records; importing a module of records, or rebuilding records that were
checked before (`made`), needs no pydantic at all.  That is most of the start-up time of a command.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import (
    Annotated,
    Any,
    Literal,
    Self,
    TypeVar,
    Union,
    dataclass_transform,
    get_args,
    get_origin,
    get_type_hints,
)

T = TypeVar("T")
MISSING: Any = object()


class Limits:
    """What a field or a type admits, in pydantic's words: `ge`, `max_length`, `pattern`, `alias`, `discriminator`."""

    __slots__ = ("default", "default_factory", "words")

    def __init__(self, default: Any = MISSING, default_factory: Callable[[], Any] | None = None, **words: Any) -> None:
        self.default, self.default_factory, self.words = default, default_factory, words

    def real(self) -> Any:
        """Return the same as a pydantic field."""
        from pydantic import Field as real

        words = dict(self.words)
        if self.default is not MISSING:
            words["default"] = self.default
        if self.default_factory is not None:
            words["default_factory"] = self.default_factory
        return real(**words)


def Field(default: Any = MISSING, *, default_factory: Callable[[], Any] | None = None, **words: Any) -> Any:
    """Say what a field admits, and its default; the words are pydantic's."""
    return Limits(default, default_factory, **words)


class Before:
    """In `Annotated`: a function that sees the raw value first, and may change or refuse it.

    Attributes:
        function: What it is.
        reads: The type of what it sees, where it takes more than the type that it stands at.
    """

    __slots__ = ("function", "reads")

    def __init__(self, function: Callable[[Any], Any], reads: Any = None) -> None:
        self.function, self.reads = function, reads

    def real(self) -> Any:
        """Return the same as a pydantic validator."""
        from pydantic import BeforeValidator

        if self.reads is None:
            return BeforeValidator(self.function)
        return BeforeValidator(self.function, json_schema_input_type=_real(self.reads))


def check(method: T) -> T:
    """Mark a method that looks at the finished record and raises ValueError when it is not in order."""
    method.__is_check__ = True  # type: ignore[attr-defined]
    return method


KINDS: dict[str, type[Record]] = {}
"""Every record class by its full name, so that stored records find their class again."""


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(Field,))
class Record:
    """A frozen record with a closed set of keys."""

    def __init_subclass__(cls, **words: Any) -> None:
        super().__init_subclass__(**words)
        KINDS[f"{cls.__module__}:{cls.__qualname__}"] = cls

    def __init__(self, **values: Any) -> None:
        cls = type(self)
        checked = cls._of(cls.schema_model()(**values)) if values or cls._needs() else cls.trusted()
        self.__dict__.update(checked.__dict__)

    @classmethod
    def _needs(cls) -> bool:
        """Whether a field has no default, or a check looks at the defaults."""
        return any(getattr(cls, name, MISSING) is MISSING for name in cls.fields()) or bool(cls._checks())

    @classmethod
    def validate(cls, data: Any) -> Self:
        """Return the record that plain data says; pydantic.ValidationError when it says none."""
        return cls._of(cls.schema_model().model_validate(data))

    @classmethod
    def made(cls, values: dict[str, Any]) -> Self:
        """Return a record of values that were checked before."""
        record = object.__new__(cls)
        record.__dict__.update(values)
        return record

    @classmethod
    def trusted(cls, **values: Any) -> Self:
        """Return a record of values that need no check, with the defaults of the other fields."""
        record = object.__new__(cls)
        for name in cls.fields():
            default = getattr(cls, name, MISSING)
            if isinstance(default, Limits):
                default = default.default_factory() if default.default_factory is not None else default.default
            record.__dict__[name] = values.get(name, default)
        return record

    @classmethod
    def fields(cls) -> tuple[str, ...]:
        """Return the names of the fields, those of base classes first."""
        names: dict[str, None] = {}
        for base in reversed(cls.__mro__):
            if base is not Record and issubclass(base, Record):
                names.update(dict.fromkeys(name for name in _annotations(base) if not name.startswith("_")))
        return tuple(names)

    @classmethod
    def _of(cls, model: Any) -> Self:
        record = cls.made(dict(model.__dict__))
        record.__dict__["_stated"] = frozenset(model.model_fields_set)
        for name in cls._checks():
            getattr(record, name)()
        return record

    @classmethod
    def _checks(cls) -> tuple[str, ...]:
        found = cls.__dict__.get("_check_names")
        if found is None:
            names: dict[str, None] = {}
            for base in reversed(cls.__mro__):
                names.update(dict.fromkeys(n for n, v in vars(base).items() if getattr(v, "__is_check__", False)))
            found = tuple(names)
            cls._check_names = found  # type: ignore[attr-defined]
        return tuple(found)

    @classmethod
    def schema_model(cls) -> Any:
        """Return the pydantic model of this class; made on first use."""
        if "_pydantic" not in cls.__dict__:
            cls._pydantic = _build(cls)  # type: ignore[attr-defined]
        return cls.__dict__["_pydantic"]

    @property
    def given_keys(self) -> frozenset[str]:
        """The fields that the data stated, as opposed to defaults."""
        stated: frozenset[str] = self.__dict__.get("_stated", frozenset())
        return stated

    def but(self, **changes: Any) -> Self:
        """Return the record with other values in some fields; they are not checked again."""
        return type(self).made({**self.__dict__, **changes})

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, type(self)) and not isinstance(self, type(other)):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in type(self).fields())

    def __hash__(self) -> int:
        return hash(tuple(_hashable(getattr(self, name)) for name in type(self).fields()))

    def __repr__(self) -> str:
        said = ", ".join(f"{name}={getattr(self, name)!r}" for name in type(self).fields() if name in self.given_keys)
        return f"{type(self).__name__}({said})"


def _annotations(cls: type) -> dict[str, Any]:
    """Return the annotations that a class states itself, as it wrote them (`inspect` costs its own import)."""
    own: dict[str, Any] = cls.__dict__.get("__annotations__", {})  # noqa: RUF063
    return own


def _hashable(value: Any) -> Any:
    return tuple(sorted((k, _hashable(v)) for k, v in value.items())) if isinstance(value, Mapping) else value


def _build(cls: type[Record]) -> Any:
    from pydantic import ConfigDict, create_model

    hints = get_type_hints(cls, include_extras=True)
    fields: dict[str, Any] = {}
    for name in cls.fields():
        default = getattr(cls, name, MISSING)
        said = _real(hints[name])
        if isinstance(default, Limits):
            default = default.real()
        fields[name] = (said, ...) if default is MISSING else (said, default)
    # a model inside of another one is built with it, and by itself only when it is asked
    config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)
    return create_model(cls.__name__, __config__=config, __module__=cls.__module__, __doc__=cls.__doc__, **fields)


def _real(hint: Any) -> Any:
    """Return a type hint with every record class replaced by its pydantic model, and our words by pydantic's."""
    if isinstance(hint, type) and issubclass(hint, Record):
        from pydantic import AfterValidator

        return Annotated[hint.schema_model(), AfterValidator(hint._of)]
    if hint is bool:
        from pydantic import StrictBool

        return StrictBool  # by itself pydantic takes 1, "yes" and "off", too
    if hint is date:
        from pydantic import BeforeValidator

        return Annotated[date, BeforeValidator(_no_seconds)]
    origin = get_origin(hint)
    if origin is Annotated:
        base, *notes = get_args(hint)
        words = [note.real() if isinstance(note, Limits | Before) else note for note in notes]
        return Annotated[(_real(base), *words)]
    if origin is None or origin is Literal:
        return hint
    inner = tuple(_real(each) for each in get_args(hint))
    return Union[inner] if origin in (types.UnionType, Union) else origin[inner]  # noqa: UP007


def _no_seconds(value: Any) -> Any:
    """Refuse a number where a date belongs: pydantic takes it for seconds since 1970."""
    if isinstance(value, int | float | Decimal) or (isinstance(value, str) and value.strip().lstrip("-").isdigit()):
        from pydantic_core import PydanticCustomError

        raise PydanticCustomError("date_type", "a number is not a date")
    return value


def key_of(cls: type[Record], name: str) -> str:
    """Return the key that files have for a field."""
    default = getattr(cls, name, MISSING)
    return str(default.words.get("alias", name)) if isinstance(default, Limits) else name


def plain(value: Any, *, all_keys: bool = True) -> Any:
    """Return records and what they hold as dicts, lists, strings, whole numbers, true, false and null.

    Keys are those of files; without *all_keys*, what is null is left out.
    """
    if isinstance(value, Record):
        cls = type(value)
        held = {name: getattr(value, name) for name in cls.fields()}
        names = [name for name, each in held.items() if all_keys or each is not None]
        return {key_of(cls, name): plain(held[name], all_keys=all_keys) for name in names}
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list | frozenset):
        return [plain(each, all_keys=all_keys) for each in value]
    if isinstance(value, Mapping):
        return {str(key): plain(each, all_keys=all_keys) for key, each in value.items()}
    return value
