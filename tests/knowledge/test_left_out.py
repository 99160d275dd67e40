"""What the collection measures is measured, tested, or left out with a reason."""

import pytest

from kinechain.knowledge import load

COLLECTED_MEASURES = [
    "M_WBLT_CM", "M_WBLT_DEG", "M_PSLR", "M_AKE", "M_THOMAS", "M_SPEED", "M_STEPLEN", "M_CADENCE",
    "M_ADF_STANCE", "M_MTP", "M_HIPEXT_TS", "M_PUSHOFF", "M_FPA", "M_REARFOOT", "M_FPI6",
    "M_NAVDROP", "M_PELVOBL", "M_APT", "M_LORD", "M_SHOULDER", "M_CVA", "M_LLD", "M_SLS",
    "M_HEELRAISE", "M_OSC", "M_LEAN", "M_SHOE", "M_FOOTSOFT",
]  # fmt: skip


@pytest.mark.parametrize("evidence_id", COLLECTED_MEASURES)
def test_every_measure_of_the_collection_has_its_place(evidence_id: str) -> None:
    knowledge = load()
    places = (knowledge.measures, knowledge.tests, knowledge.left_out)
    assert any(entry.evidence_id == evidence_id for place in places for entry in place.values())


def test_what_is_left_out_is_not_measured_as_well() -> None:
    knowledge = load()
    measured = {
        entry.evidence_id for place in (knowledge.measures, knowledge.tests) for entry in place.values()
    }
    assert not measured & {entry.evidence_id for entry in knowledge.left_out.values()}


def test_what_is_left_out_keeps_its_figures_and_says_why() -> None:
    for name, entry in load().left_out.items():
        assert any(sign.isdigit() for sign in entry.figures), name
        assert entry.because, name
