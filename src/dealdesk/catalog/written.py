"""Records that were read from files, and know where each of their values stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Self

from dealdesk.errors import InputError, Mistake
from dealdesk.record import Record

if TYPE_CHECKING:
    from dealdesk.catalog.places import Sources


class Written(Record):
    """What a whole file says."""

    _sources: Any = None

    @classmethod
    def read(cls, data: Any, sources: Sources | None = None, *, error: type[InputError] = InputError) -> Self:
        """Return the record that parsed TOML says.

        Args:
            data: What the file says.
            sources: Where each key and value of it stands; None for what was made in code.
            error: What to raise when it is not valid: with every mistake, each at its place.
        """
        from pydantic import ValidationError

        try:
            made = cls.validate(data)
        except ValidationError as wrong:
            if sources is None:
                raise error(
                    Mistake(f"{'.'.join(map(str, each['loc']))}: {each['msg']}") for each in wrong.errors()
                ) from None
            from dealdesk.catalog.mistakes import from_validation

            raise error(from_validation(wrong, sources, data=data, model=cls.schema_model())) from None
        return made.but(_sources=sources)

    @property
    def sources(self) -> Sources | None:
        """Where each key and value stands; None for a record made in code."""
        sources: Sources | None = self._sources
        return sources

    def at(self, *path: str | int) -> str:
        """Return `file:line` of the value at *path*, or "" for a record made in code."""
        return str(self._sources.at(path)) if self._sources is not None else ""

    def mistake(
        self,
        path: tuple[str | int, ...],
        message: str,
        *,
        on: Literal["value", "key"] = "value",
        allowed: str | None = None,
        hint: str | None = None,
        code: str = "input",
    ) -> Mistake:
        """Return a mistake at the value, or at the key, of a path; without a place for a record made in code."""
        if self._sources is None:
            return Mistake(message, None, None, allowed, hint, code)
        made: Mistake = self._sources.mistake(path, message, on=on, allowed=allowed, hint=hint, code=code)
        return made
