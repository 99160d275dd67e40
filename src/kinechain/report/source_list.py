"""The sources cited, numbered in the order in which the report first cites them."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from kinechain.report.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Source:
    """One numbered source. `url` is a web address or None. What `folded` parts alone cite is not printed."""

    number: int
    text: str
    url: str | None
    folded: bool = False


class SourceList:
    """Numbers handed out while the report is put together."""

    def __init__(self, words: Vocabulary) -> None:
        self._words = words
        self._numbers: dict[str, int] = {}
        self._printed: int | None = None

    def cite(self, identifiers: Iterable[str]) -> tuple[int, ...]:
        """The numbers of these sources, ascending; new ones are added to the list."""
        return tuple(sorted({self._numbers.setdefault(i, len(self._numbers) + 1) for i in identifiers}))

    def fold(self) -> None:
        """What is cited for the first time from here on stands in a folded part."""
        self._printed = len(self._numbers)

    def listed(self) -> tuple[Source, ...]:
        """Every source cited so far."""
        return tuple(self._source(identifier, number) for identifier, number in self._numbers.items())

    def _source(self, identifier: str, number: int) -> Source:
        citation = self._words.citation(identifier)
        folded = self._printed is not None and number > self._printed
        return Source(number, citation.text, web_address(citation.url), folded)


def web_address(url: str | None) -> str | None:
    """The address if it leads to the web; anything else (``javascript:``) is not made a link."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.netloc else None
