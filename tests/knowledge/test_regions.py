"""The nine regions: each with its prevalence, its source, and what is known to bear on it."""

from typing import get_args

from kinechain.case import Region
from kinechain.knowledge import load
from kinechain.knowledge.measure import NO_SOURCE

NAMED_IN_THE_COLLECTION = {
    "neck": {"high_stress", "earlier_episodes", "low_activity", "forward_head", "limited_ankle_dorsiflexion"},
    "headache": {"forward_head", "uneven_shoulders"},
    "shoulder": {"uneven_shoulders"},
    "upper_back": {"rolling_in_foot"},
    "low_back": {
        "prolonged_standing", "tight_hamstrings", "limited_hip_extension", "anterior_pelvic_tilt",
        "uneven_pelvis", "leg_length_difference", "rolling_in_foot", "rolling_out_foot",
        "deep_low_back_curve", "high_heels", "worn_shoes",
    },
    "hip": {"rolling_in_foot"},
    "knee": {"limited_ankle_dorsiflexion", "rolling_in_foot", "weak_thigh_muscles", "weak_hip_muscles"},
    "ankle": {"rolling_in_foot"},
    "foot": {"limited_ankle_dorsiflexion", "high_heels"},
}  # fmt: skip


def test_the_nine_regions_of_the_body_chart_are_there_and_no_other() -> None:
    assert set(load().regions) == set(get_args(Region)) == set(NAMED_IN_THE_COLLECTION)


def test_every_prevalence_has_a_source_and_says_how_far_it_was_followed() -> None:
    for name, region in load().regions.items():
        assert 0.01 < region.prevalence < 0.25, name
        assert region.sources, name
        assert NO_SOURCE not in region.sources, name


def test_a_figure_that_was_chosen_or_recalled_says_so_in_its_note() -> None:
    for name, region in load().regions.items():
        assert (region.status == "ours") == ("our choice" in region.note), name
        assert region.status != "from-memory" or "recalled" in region.note, name


def test_limbs_have_sides_and_the_middle_of_the_body_has_none() -> None:
    sided = {name for name, region in load().regions.items() if region.sided}
    assert sided == {"shoulder", "hip", "knee", "ankle", "foot"}


def test_what_the_evidence_names_bears_on_its_region() -> None:
    for name, expected in NAMED_IN_THE_COLLECTION.items():
        assert expected <= {link.cause for link in load().links_to(name).values()}, name


def test_usual_explanations_stay_in_the_picture_of_every_region() -> None:
    for name in load().regions:
        starts = {link.from_explanation for link in load().links_to(name).values()}
        assert "earlier_episodes" in starts, name
        assert len(starts - {None}) >= 3, name


def test_of_the_upper_back_nothing_is_claimed() -> None:
    links = load().links_to("upper_back").values()
    assert links
    assert {link.likelihood_ratio for link in links} == {1.0}


def test_nothing_of_foot_or_ankle_bears_on_the_neck() -> None:
    low = {"shoe", "toes", "arch", "rearfoot", "ankle"}
    for link in load().links_to("neck").values():
        condition = load().conditions.get(link.cause or "")
        if condition is not None and condition.link in low:
            assert link.likelihood_ratio == 1.0
