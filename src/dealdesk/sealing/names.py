"""Names in a text, as whole words: those of other customers, of promotions, of price books."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dealdesk.sealing.private import Secret

SHORTEST_NAME = 6
"""A name of fewer letters may be any word: it is not looked for."""

SHORTEST_JOINED = 10
"""Letters of a name of several words that is also looked for as one word, as in an address of the web."""

SHORTEST_UNSPACED = 4
"""The same for names in scripts that write no spaces between words."""

_WORD = re.compile(r"[^\W_]+")
_LEGAL = frozenset(
    re.findall(
        r"\w+",
        "ab ag and aps as asa bv co company corp corporation gmbh group holding holdings inc incorporated kg kk "
        "limited llc llp lp ltd nv of oy oyj plc pte pty pvt sa sarl sas se spa srl sro the und",
    )
)
"""Words of a name that say which sort of company it is; without them it is the same name."""


class Names:
    """Names that are looked for together.

    A name of several words is found whatever its capitals and what stands between the words; a name of one word only
    as it is written, or all in capitals, for it may be a word of the language as well.
    """

    def __init__(self, secrets: Iterable[Secret]) -> None:
        self._by_words: dict[tuple[str, ...], list[tuple[str, Secret]]] = {}
        self._lengths: dict[str, set[int]] = {}
        self._joined: dict[str, list[Secret]] = {}
        self._unspaced: list[Secret] = []
        for each in secrets:
            if _is_unspaced(each.text):
                self._unspaced.append(each)
                continue
            for words in _forms(each.text):
                folded = tuple(word.casefold() for word in words)
                self._by_words.setdefault(folded, []).append((words[0], each))
                self._lengths.setdefault(folded[0], set()).add(len(folded))
                if len(joined := "".join(folded)) >= SHORTEST_JOINED and len(folded) > 1:
                    self._joined.setdefault(joined, []).append(each)

    @property
    def has_one_word(self) -> bool:
        """Whether one of them may be a word of the language, too."""
        return any(1 in lengths for lengths in self._lengths.values())

    def found_in(self, text: str) -> Iterator[Secret]:
        """Yield the names that are in a text."""
        for each in self._unspaced:
            if each.text in text:
                yield each
        if not self._by_words:
            return
        words = _words(text)
        folded = [each.casefold() for each in words]
        for number, first in enumerate(folded):
            yield from self._joined.get(first, ())
            for length in self._lengths.get(first, ()):
                for written, secret in self._by_words.get(tuple(folded[number : number + length]), ()):
                    if length > 1 or words[number] in (written, written.upper()):
                        yield secret


def is_searched(name: str) -> bool:
    """Whether a name is long enough to be looked for."""
    letters = sum(each.isalnum() for each in name)
    return letters >= SHORTEST_UNSPACED if _is_unspaced(name) else bool(_forms(name))


def _forms(name: str) -> list[tuple[str, ...]]:
    """Return a name as words: all of it, and without what says which sort of company it is."""
    words = tuple(_words(name))
    core = words
    while core and core[-1].casefold() in _LEGAL:
        core = core[:-1]
    while core and core[0].casefold() in _LEGAL:
        core = core[1:]
    kept = [each for each in dict.fromkeys((words, core)) if sum(map(len, each)) >= SHORTEST_NAME]
    return [each for each in kept if not all(word.isdigit() for word in each)]


def _words(text: str) -> list[str]:
    return _WORD.findall(text if text.isascii() else unicodedata.normalize("NFKC", text))


def _is_unspaced(text: str) -> bool:
    """Whether a name has letters of a script without capitals, such as Japanese, which is written without spaces."""
    return not text.isascii() and any(unicodedata.category(each) == "Lo" for each in text)
