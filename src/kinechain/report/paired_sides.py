"""The same condition left and right, said once where nothing shown tells the sides apart."""

import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from kinechain.measurement import SIDES
from kinechain.reasoning.trace import Contributor, RegionTrace
from kinechain.report.evidence_words import is_supported
from kinechain.report.number_format import percent, percent_range
from kinechain.report.plain_words import link_name, listed

_A_SIDE = re.compile(r"\b(?:left|right)\b")

Numbered = tuple[int, Contributor]


@dataclass(frozen=True, slots=True)
class PairedSides:
    """One condition at one side or at both. `numbers` count from 1 in the trace, as the chain figure does."""

    numbers: tuple[int, ...]
    contributors: tuple[Contributor, ...]

    @property
    def first(self) -> Contributor:
        """The one that speaks for all."""
        return self.contributors[0]

    @property
    def probability(self) -> float:
        """The largest of them."""
        return max(c.probability for c in self.contributors)

    @property
    def side(self) -> str:
        """Such as "left" or "left and right"; empty where the condition has no side."""
        return listed([side for side in SIDES if any(c.side == side for c in self.contributors)])

    @property
    def place(self) -> str:
        """The link, and the side if there is one."""
        link = link_name(self.first.link)
        return f"{link}, {self.side}" if self.side else link

    @property
    def because(self) -> tuple[str, ...]:
        """The reasons of all, each once."""
        return tuple(dict.fromkeys(line for c in self.contributors for line in c.because))

    @property
    def would_change(self) -> tuple[str, ...]:
        """What would change the answer; lines that differ by the side alone become one for either side."""
        lines = tuple(dict.fromkeys(c.would_change for c in self.contributors if c.would_change))
        either = tuple(dict.fromkeys(_A_SIDE.sub("either", line) for line in lines))
        return either if len(either) < len(lines) else lines

    @property
    def sources(self) -> tuple[str, ...]:
        """The source ids of all."""
        return tuple(source for c in self.contributors for source in c.sources)


def supported(trace: RegionTrace) -> tuple[PairedSides, ...]:
    """The supported links, likeliest first; sides are paired where figures and reasons read the same."""
    paired = _paired([each for each in _numbered(trace) if is_supported(each[1])], _as_shown)
    return tuple(sorted(paired, key=lambda pair: -pair.probability))


def unsupported(trace: RegionTrace) -> tuple[PairedSides, ...]:
    """The links that nothing supports, in the order of the trace; sides are always paired."""
    return _paired([each for each in _numbered(trace) if not is_supported(each[1])], lambda c: c.id)


def _numbered(trace: RegionTrace) -> list[Numbered]:
    return list(enumerate(trace.contributors, 1))


def _as_shown(c: Contributor) -> Hashable:
    return c.id, c.link, c.evidence, percent(c.probability), percent_range(c.interval), c.because


def _paired(entries: list[Numbered], key: Callable[[Contributor], Hashable]) -> tuple[PairedSides, ...]:
    gathered: dict[Hashable, list[Numbered]] = {}
    for number, contributor in entries:
        gathered.setdefault(key(contributor), []).append((number, contributor))
    return tuple(
        PairedSides(tuple(number for number, _ in same), tuple(c for _, c in same))
        for same in gathered.values()
    )
