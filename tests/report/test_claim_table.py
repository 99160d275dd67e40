from typing import get_args

from kinechain.case import Person, Region
from kinechain.knowledge import load
from kinechain.knowledge.claim import Verdict
from kinechain.report.claim_table import STANDINGS, claim_table
from kinechain.report.known_vocabulary import known_vocabulary
from kinechain.report.source_list import SourceList

WORDS = known_vocabulary(Person())


def test_every_verdict_has_its_place_and_what_speaks_against_comes_first() -> None:
    assert {standing[0] for standing in STANDINGS} == set(get_args(Verdict))
    assert [standing[0] for standing in STANDINGS[:2]] == ["contradicted", "unsupported"]


def test_every_claim_of_a_region_is_told_once_with_what_is_done_with_it() -> None:
    for region in get_args(Region):
        table = claim_table(WORDS.claims, (region,), SourceList(WORDS))
        assert table is not None
        told = [row.id for group in table.groups for row in group.rows]
        assert sorted(told) == sorted(
            key for key, claim in load().claims.items() if {region, "all"} & set(claim.regions)
        )
        assert table.count == len(told) == len(set(told))
        assert all(row.does and row.evidence_says for group in table.groups for row in group.rows)


def test_the_regions_together_reach_every_claim() -> None:
    table = claim_table(WORDS.claims, (*get_args(Region), "gait"), SourceList(WORDS))
    assert table is not None
    assert table.count == len(load().claims)


def test_no_claims_no_table() -> None:
    assert claim_table({}, ("neck",), SourceList(WORDS)) is None
