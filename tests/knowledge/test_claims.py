"""Every statement of the articles is there, in our words, with its verdict and what comes of it."""

import re
from pathlib import Path
from typing import get_args

import pytest

from broken_knowledge import broken
from kinechain.knowledge import load
from kinechain.knowledge.catalogue import named_by
from kinechain.knowledge.claim import ARTICLES, Claim, Verdict
from kinechain.knowledge.link import Link

CLAIMS_OF_ARTICLE = {"000": 26, "001": 18, "002": 32, "003": 17, "004": 24}
"""How many statements each article makes."""

IDS = [f"{article}-{n:02d}" for article, count in CLAIMS_OF_ARTICLE.items() for n in range(1, count + 1)]

CONTRADICTED = {"000-08", "002-03", "002-04", "002-19", "002-25", "004-06", "004-07"}

UNSUPPORTED = {
    "000-01", "000-02", "000-03", "000-06", "000-22", "000-23", "000-25", "001-04", "001-10", "001-11",
    "002-01", "002-02", "002-05", "002-07", "002-08", "002-15", "002-21", "003-03", "003-07", "003-10",
    "004-04", "004-09", "004-21",
}  # fmt: skip

AGAINST_THE_ARTICLES = [
    ("000-23", "nobody ever counted it"),  # the share of neck pain
    ("000-02", "nobody has data"),
    ("000-11", "mechanics can say points the other way"),
    ("001-05", "young men with such a neck had no more pain and young women less"),
    ("002-15", "no study with headache as its outcome"),
    ("002-07", "15 mm lower and 24 mm higher"),
    ("002-03", "kappa 0.37"),
    ("002-01", "no agreement on posture or load"),
    ("004-06", "r = 0.05"),
    ("004-06", "a flatter back, not a more hollow one"),
    ("004-07", "no tie with back pain"),
    ("002-19", "68 to 76 deg"),
    ("002-24", "26 to 58 of 100 healthy adults would miss it"),
    ("002-25", "26 to 58 of 100 healthy adults would lift it"),
    ("001-18", "the walk itself stayed as it was"),
    ("003-11", "breaks nothing up"),
    ("004-17", "less than the short-foot drill"),
    ("004-12", "reaches none"),
    ("002-16", "weak hips did not come first"),
    ("002-27", "2 cm or more"),
    ("000-14", "10 of 19 runners"),
    ("003-10", "8,000 N"),
]
"""Where the collected evidence speaks against an article, and the words that tell a reader so."""


def claims() -> dict[str, Claim]:
    return dict(load().claims)


def test_every_statement_of_every_article_is_there_and_no_other() -> None:
    assert len(IDS) == 117
    assert list(claims()) == IDS


def test_what_is_contradicted_or_unsupported_stays_visible_as_such() -> None:
    of_verdict = {
        verdict: {claim_id for claim_id, claim in claims().items() if claim.verdict == verdict}
        for verdict in get_args(Verdict)
    }
    assert of_verdict["contradicted"] == CONTRADICTED
    assert of_verdict["unsupported"] == UNSUPPORTED
    assert all(of_verdict.values())


def test_every_claim_says_what_is_found_and_what_is_done_with_it() -> None:
    for claim_id, claim in claims().items():
        assert len(claim.claim.split()) >= 2, claim_id
        assert claim.evidence_says != claim.claim
        assert claim.kinechain_does not in (claim.claim, claim.evidence_says)
        assert claim.regions


@pytest.mark.parametrize(("claim_id", "words"), AGAINST_THE_ARTICLES)
def test_what_speaks_against_an_article_is_told(claim_id: str, words: str) -> None:
    assert words in claims()[claim_id].evidence_says


def test_every_article_is_told_by_its_writers_trade() -> None:
    assert {claim.article for claim in claims().values()} == set(ARTICLES.values())
    assert all(ARTICLES[claim_id[:3]] == claim.article for claim_id, claim in claims().items())


def links_of(claim: Claim) -> list[Link]:
    return [link for link in load().links.values() if link.evidence_id in claim.links]


def test_what_is_told_of_a_links_weight_is_what_the_links_have() -> None:
    for claim_id, claim in claims().items():
        links = links_of(claim)
        if "likelihood ratio of 1" in claim.kinechain_does:
            assert any(link.likelihood_ratio == 1.0 for link in links), claim_id
        if "weak link" in claim.kinechain_does:
            assert any(1.0 < link.likelihood_ratio <= 1.3 for link in links), claim_id
        if "small pull" in claim.kinechain_does:
            assert any(0.0 < link.pull <= 0.1 for link in links), claim_id


def test_what_is_not_used_weighs_nothing() -> None:
    for claim_id, claim in claims().items():
        if claim.kinechain_does.startswith("not used"):
            assert all(link.likelihood_ratio == 1.0 and link.pull == 0.0 for link in links_of(claim)), (
                claim_id
            )


@pytest.mark.parametrize(("told", "shelf"), [("exercise", "exercises"), ("guided test", "tests")])
def test_what_is_told_to_be_an_exercise_or_a_test_is_one_that_names_the_claim(told: str, shelf: str) -> None:
    carried_out = [
        claim_id for claim_id, claim in claims().items() if re.match(rf"(an? )?{told}", claim.kinechain_does)
    ]
    assert len(carried_out) >= 5
    for claim_id in carried_out:
        assert shelf in {mention.shelf for mention in named_by(load(), "claims", claim_id)}, claim_id


CARRIED_OUT_BY = {
    "002-12": "short_term_help",
    "004-13": "shoes",
    "000-14": "shoes",
    "004-14": "shoes",
    "004-20": "breaks",
    "004-11": "breaks",
    "004-19": "referrals",
}


@pytest.mark.parametrize(("claim_id", "shelf"), CARRIED_OUT_BY.items())
def test_what_is_advised_or_referred_is_named_where_it_is_done(claim_id: str, shelf: str) -> None:
    assert shelf in {mention.shelf for mention in named_by(load(), "claims", claim_id)}


def test_nothing_is_done_with_a_claim_that_stands_on_an_anecdote_alone_but_to_say_so() -> None:
    """No link of the network that has weight rests on nothing but what articles tell."""
    weighty = {
        claim_id
        for link in load().links.values()
        for claim_id in link.claims
        if link.likelihood_ratio != 1.0 and not link.sources
    }
    assert not {claim_id for claim_id in weighty if claims()[claim_id].strength == "anecdote"}


def test_what_is_found_names_whom_its_figures_are_from() -> None:
    figures = [claim for claim in claims().values() if re.search(r"\d", claim.evidence_says)]
    assert len(figures) > 30
    assert all(claim.sources for claim in figures)


def test_a_figure_without_a_source_is_refused(tmp_path: Path) -> None:
    said = broken(tmp_path, "claims", "  sources: [neckinsole_n15]\n", "")
    assert said.startswith("claims.yaml, 000-01")
    assert "figure" in said


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            '\n  kinechain_does: "not used: no chance',
            '\n  we_do: "not used: no chance',
            "000-02, kinechain_does",
        ),
        ("verdict: unsupported", "verdict: true_enough", "000-01, verdict"),
        ("strength: very low", "strength: strong", "000-01, strength"),
        ("article: muscle_therapist", "article: chiropractor", "000-01: article 000 is no chiropractor's"),
        ("sources: [neckinsole_n15]", "sources: [nobody1999]", "'nobody1999' is no source"),
        ("links: [L09, L50]", "links: [L52]", "'L52' is no link's evidence_id"),
        ("regions: [neck, ankle]", "regions: [tail]", "000-01, regions"),
        ("  links: [L42, L43]\n  sources: [barnish2016, younas2023, almutairi2021]\n", "", "000-20"),
    ],
)
def test_a_claim_that_does_not_hold_is_refused(tmp_path: Path, old: str, new: str, says: str) -> None:
    said = broken(tmp_path, "claims", old, new)
    assert says in said
    assert "\n" not in said
