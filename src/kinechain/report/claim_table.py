"""What the articles say of the regions of a case, what is known of it, and what is done with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from kinechain.knowledge.claim import Article, Claim, Verdict
from kinechain.report.plain_words import listed
from kinechain.report.source_list import SourceList

Standing = tuple[Verdict, str, str]

# What speaks against the articles comes first: it is what a reader of them most needs.
STANDINGS: Final[tuple[Standing, ...]] = (
    ("contradicted", "Contradicted", "Studies show otherwise."),
    ("unsupported", "Unsupported", "Nothing published shows it."),
    ("mixed", "Mixed", "Studies disagree, or only part of it holds."),
    ("plausible_untested", "Plausible, untested", "It makes sense, and nobody has tested it."),
    ("partly_supported", "Partly supported", "Some of it holds."),
    ("supported", "Supported", "Studies show it."),
    ("not_assessable", "Cannot be assessed", "There is nothing in it that could be tested."),
)
_ARTICLES: Final[dict[Article, str]] = {
    "muscle_therapist": "a muscle therapist",
    "mobility_page": "a page on mobility",
    "physical_therapist": "a physical therapist",
    "chiropractor": "a chiropractor",
    "forum_post": "a forum post",
}


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One statement, whose it is, what is known of it, and what kinechain does with it."""

    id: str
    said_by: str
    claim: str
    evidence_says: str
    strength: str
    does: str
    cited: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ClaimGroup:
    """The statements of one verdict."""

    verdict: Verdict
    title: str
    meaning: str
    rows: tuple[ClaimRow, ...]
    share: str


@dataclass(frozen=True, slots=True)
class ClaimTable:
    """Every statement of the regions, by verdict; `summary` counts them in one line."""

    groups: tuple[ClaimGroup, ...]
    count: int
    summary: str


def claim_table(claims: Mapping[str, Claim], places: Iterable[str], sources: SourceList) -> ClaimTable | None:
    """The statements about any of `places`, or about all of the body; None where there are none."""
    wanted = {*places, "all"}
    about = {key: claim for key, claim in claims.items() if wanted.intersection(claim.regions)}
    if not about:
        return None
    groups = tuple(_group(standing, about, sources) for standing in STANDINGS)
    told = tuple(group for group in groups if group.rows)
    counted = listed([f"{len(group.rows)} {group.title.lower()}" for group in told])
    return ClaimTable(told, len(about), counted)


def _group(standing: Standing, about: Mapping[str, Claim], sources: SourceList) -> ClaimGroup:
    verdict, title, meaning = standing
    rows = tuple(_row(key, claim, sources) for key, claim in about.items() if claim.verdict == verdict)
    return ClaimGroup(verdict, title, meaning, rows, f"{100 * len(rows) / len(about):.2f}%")


def _row(key: str, claim: Claim, sources: SourceList) -> ClaimRow:
    return ClaimRow(
        id=key,
        said_by=_ARTICLES[claim.article],
        claim=claim.claim,
        evidence_says=claim.evidence_says,
        strength=claim.strength,
        does=claim.kinechain_does,
        cited=sources.cite(claim.sources),
    )
