"""The leak guard: no byte of a customer's file holds what the vendor keeps to itself.

It looks at all that a file says (`surfaces`).  Texts are found whatever their spaces and capitals, names as whole
words, numbers in every way of writing them and rounded.  A value that the customer may read anyway is no leak.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, InvalidOperation

from dealdesk.errors import RenderError, printable
from dealdesk.money import EXACT
from dealdesk.sealing.names import Names
from dealdesk.sealing.private import Secret
from dealdesk.sealing.surfaces import Surface, surfaces

_BEFORE, _BEHIND = r"(?:(?<![\w.,])|(?<=_)|(?<=\b[A-Z]{3}))", r"(?!\w)|(?=_)|(?=[A-Z]{3}\b)"
"""What stands beside a number: nothing of a word, but for codes of currencies."""

_NUMBER = re.compile(
    rf"{_BEFORE}\d[\d.,]*(?=(?:K|M|k|bn|B)\b)|{_BEFORE}\d[.,]\d+[eE]\+?\d\d?(?!\w)"
    rf"|{_BEFORE}\d(?:[\d.,'’\u00a0\u202f\u2009 ]*\d)?(?:{_BEHIND})"
)
_GAPS = re.compile(r"['’\u00a0\u202f\u2009 ]")
_SPACE = re.compile(r"\s+")
_ASIDE = re.compile(r"[\W_]+")
_UNSEEN = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u3164\ufe00-\ufe0f\uffa0]")
_SEPARATED = re.compile(r"(?<=\d)_(?=\d{3})")
_POINTS = str.maketrans(
    {"\u066b": ".", "\u066c": ",", "\u02bc": "’", "\u2032": "’", "\u02b9": "’", "\u02d9": "’", "·": "’"}
)
"""Points and commas of numbers in other scripts, as those that are read."""

LEAST_BARE = 12
"""Letters and digits of a text that is looked for without what stands between them."""

_GROUPED = re.compile(r"[\d.,'’\u00a0\u202f\u2009]+( \d{3})*( \d{3}[.,]\d+)?")
_SHORT = {
    3: "K k thousand Tsd mille mila mil tys тыс",
    6: "M million millions millón millones milioni miljoner miljoonaa Mio Mill Million Millionen mln млн",
    9: "B bn billion Mrd Milliarde Milliarden milliard milliards miliardi miljarder mld млрд",
}
"""Words behind a number, by how many zeros they stand for."""

_POWERS = {word: power for power, words in _SHORT.items() for word in words.split()}
_SHORTENED = re.compile(rf"[\s\u00a0\u202f]?({'|'.join(_POWERS)})\b")
_MARGIN = re.compile(
    r"\b\w*(?:margins?|marge[ns]?|märgen|margen|margem|margine|marża|marginal)\b|利益率|マージン", re.I
)
NEAR = 24
"""How far from a number, in letters, the word margin tells what it is."""

LEAST_ROUNDED = 4
"""Digits that count of a rounded number that is looked for; with fewer, any number might be meant."""
LONGEST = 40
"""Signs of the longest number that means anything."""

_STORED = 8
"""Decimals that are left of a number which a program stored in binary."""

YEARS = range(1900, 2101)


@dataclass(frozen=True, slots=True)
class Leak:
    """A secret in a file: what it is, where in the file, and the words around it."""

    what: str
    where: str
    near: str

    def __str__(self) -> str:
        return f"{self.what}, in {self.where}: {self.near}"


class Leaking(RenderError):
    """A document that holds what its reader may not see; it is not written."""

    def __init__(self, leaks: Iterable[Leak]) -> None:
        self.leaks = tuple(leaks)
        told = "; ".join(str(each) for each in self.leaks[:5])
        more = f"; and {len(self.leaks) - 5} more" if len(self.leaks) > 5 else ""
        told += more
        if any(each.what == "another customer's name" for each in self.leaks):
            told += "; a customer who agreed to be named belongs in references of [policy.disclosure] in the catalog"
        super().__init__(f"the document is not written, because it holds what its reader may not see: {told}")


@dataclass(frozen=True)
class Public:
    """What the reader may see.

    Attributes:
        numbers: Numbers, without their signs.
        text: All texts in one, squeezed.
        words: The texts as they are.
        typed: Those that the seller typed besides: in them, a name of several words is a slip.
        is_fixed: Whether a name is also a word that documents have anyway.
    """

    numbers: Container[Decimal]
    text: str
    words: str = ""
    typed: str = ""
    is_fixed: Callable[[Secret], bool] = lambda secret: False

    def allows(self, secret: Secret) -> bool:
        """Whether a secret's value is one that the reader may see anyway."""
        if secret.number is not None:
            return abs(secret.number) in self.numbers
        if secret.is_name:
            name = Names([secret])
            said = f"{self.words}\n{self.typed}" if name.has_one_word else self.words
            return any(name.found_in(said)) or self.is_fixed(secret)
        value = squeezed(secret.text)
        return value in self.text or (len(bare(value)) >= LEAST_BARE and bare(value) in bare(self.text))


def squeezed(text: str) -> str:
    """Return a text without spaces, capitals and what nobody sees, as it is compared."""
    return _SPACE.sub("", plain(text)).casefold()


def bare(text: str) -> str:
    """Return the letters and digits of a text alone: so it is found whatever stands between its words."""
    return _ASIDE.sub("", text)


def plain(text: str) -> str:
    """Return a text as it reads: without joiners and other signs of no width, each letter in its usual form."""
    if text.isascii():
        return _SEPARATED.sub("", text) if "_" in text else text
    folded = _UNSEEN.sub("", unicodedata.normalize("NFKC", _UNSEEN.sub("", text))).translate(_POINTS)
    return _SEPARATED.sub("", "".join(each for each in folded if unicodedata.category(each) != "Cf"))


def leaks(
    data: bytes, form: str, secrets: Collection[Secret], public: Public, more: Mapping[str, str] | None = None
) -> list[Leak]:
    """Return which secrets are in a file.

    Args:
        data: The file.
        form: Its format: "pdf", "html", "xlsx" …
        secrets: What may not be in it.
        public: What may.
        more: Texts that are known to be in it, by what they are.
    """
    wanted = [each for each in secrets if each.is_name or not public.allows(each)]
    texts = [(each, squeezed(each.text)) for each in wanted if each.number is None and not each.is_name]
    numbers, names = _numbers_of(wanted, public), Names([each for each in wanted if each.is_name])
    margins = [abs(each.number) for each in wanted if each.number is not None and each.what == "the margin"]
    found: dict[tuple[str, str], Leak] = {}

    def add(secret: Secret, where: str, near: str) -> None:
        if not (secret.is_name and public.allows(secret)):
            which = f"{secret.what} {secret.text}" if secret.is_name else secret.what
            found.setdefault((which, where), Leak(secret.what, where, printable(near[:60])))

    for each in (*surfaces(data, form), *(Surface(where, text) for where, text in (more or {}).items())):
        text = plain(each.text)
        joined = squeezed(text) if texts else ""
        alone = bare(joined)
        for secret, value in texts:
            if value in joined or (len(bare(value)) >= LEAST_BARE and bare(value) in alone):
                add(secret, each.where, secret.text)
        for secret in names.found_in(text):
            add(secret, each.where, secret.text)
        if each.counts:
            for secret, written in _numbers(text, numbers):
                add(secret, each.where, written)
            for written in _margins(text, margins, public):
                add(Secret("the margin"), each.where, written)
    for secret in _in_bytes(data, [each for each, _ in texts]):
        add(secret, "the bytes of the file", secret.text)
    return list(found.values())


# ---- numbers


def _numbers_of(secrets: Iterable[Secret], public: Public) -> dict[Decimal, Secret]:
    """Return the numbers that are looked for: as they are, rounded, and percentages as shares."""
    found: dict[Decimal, Secret] = {}
    rounded: dict[Decimal, Secret] = {}
    for each in secrets:
        if each.number is None:
            continue
        number = abs(each.number)
        found.setdefault(number, each)
        for form in (number, number.scaleb(-2, EXACT)) if each.what == "the margin" else (number,):
            for value in _rounded(form):
                rounded.setdefault(value, each)
    return {value: each for value, each in rounded.items() if value not in public.numbers} | found


def _rounded(number: Decimal) -> Iterator[Decimal]:
    """Yield a number at each place at which so many digits remain that no other number is meant."""
    digits = number.normalize().as_tuple()
    if not isinstance(digits.exponent, int):
        return
    for exponent in range(digits.exponent, number.adjusted() - LEAST_ROUNDED + 2):
        for way in (ROUND_HALF_UP, ROUND_HALF_EVEN, *([ROUND_DOWN] if exponent == 0 else [])):
            value = number.quantize(Decimal(1).scaleb(exponent), way, EXACT)
            long = len(value.normalize().as_tuple().digits) >= LEAST_ROUNDED
            if value not in YEARS and (exponent <= 0 or value % 1000 or long):  # 98,000 may be any number
                yield value


def _margins(text: str, margins: Collection[Decimal], public: Public) -> Iterator[str]:
    """Yield numbers beside the word margin that are the margin, rounded to as little as whole per cent."""
    if not margins:
        return
    for word in _MARGIN.finditer(text):
        for match in _NUMBER.finditer(text, max(0, word.start() - NEAR), word.end() + NEAR):
            for value in _readings(match[0]):
                places = value.as_tuple().exponent
                if not isinstance(places, int) or value in public.numbers or len(value.as_tuple().digits) < 2:
                    continue
                step = Decimal(1).scaleb(places)
                if any(each.quantize(step, ROUND_HALF_UP, EXACT) == value for each in margins):
                    yield match[0]


def _numbers(text: str, secrets: Mapping[Decimal, Secret]) -> Iterator[tuple[Secret, str]]:
    if not secrets:
        return
    for match in _NUMBER.finditer(text):
        word = _SHORTENED.match(text, match.end())
        short = _POWERS[word[1]] if word else 0
        for value in _readings(match[0]):
            for each in {value, value.scaleb(short, EXACT), _stored(value)}:
                if each in secrets:
                    yield secrets[each], match[0]


def _stored(value: Decimal) -> Decimal:
    """Return a number as it was before a program stored it in binary: 98765.430000000008 is 98765.43."""
    places = value.as_tuple().exponent
    long = isinstance(places, int) and places < -_STORED
    return value.quantize(Decimal(1).scaleb(-_STORED), ROUND_HALF_UP, EXACT) if long else value


def _readings(written: str) -> Iterator[Decimal]:
    """Yield the numbers that a piece of text may mean: with a point or a comma before its decimals."""
    pieces = written.split(" ")
    if len(pieces) > 1 and _GROUPED.fullmatch(written):  # thousands, or numbers that stand beside each other
        pieces.append(written)
    for piece in pieces:
        bare = _GAPS.sub("", piece)
        for point, other in ((".", ","), (",", ".")):
            text = bare.replace(other, "")
            if text.count(point) > 1:
                text = text.replace(point, "")
            if len(text) > LONGEST:
                continue
            try:
                yield Decimal(text.replace(point, "."))
            except InvalidOperation:
                continue


# ---- bytes


def _in_bytes(data: bytes, texts: Iterable[Secret]) -> Iterator[Secret]:
    """Yield the texts that are in the bytes as they are, in UTF-8 and UTF-16."""
    for secret in texts:
        if any(secret.text.encode(code, "ignore") in data for code in ("utf-8", "utf-16-be", "utf-16-le")):
            yield secret
