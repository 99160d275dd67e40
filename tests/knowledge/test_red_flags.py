"""The red flags: all that were collected, one plain question each, asked of the right people."""

import re

import pytest
from pydantic import ValidationError

from kinechain.knowledge import load
from kinechain.knowledge.safety import LEVELS, RedFlag

FLAGS = dict(load().red_flags)

COLLECTED = {
    "fever": ("RF.all", "fever"),
    "weight": ("RF.all", "lost weight"),
    "night": ("RF.all", "wake you at night"),
    "cancer": ("RF.all", "cancer"),
    "immunity": ("RF.all", "immune system"),
    "infection": ("RF.all", "infection"),
    "pregnancy": ("RF.all", "pregnant"),
    "surgery": ("RF.all", "operation"),
    "steroids": ("RF.all", "steroids"),
    "thin bones": ("RF.all", "bones are thin"),
    "young": ("RF.all", "under 16"),
    "old": ("RF.all", "65 or over"),
    "not improving": ("RF.all", "six weeks"),
    "constant": ("RF.all", "7 of 10"),
    "double vision": ("RF.neck", "see double"),
    "speech": ("RF.neck", "speaking"),
    "swallowing": ("RF.neck", "swallowing"),
    "numb face": ("RF.neck", "numb face"),
    "drop attacks": ("RF.neck", "dropped to the floor"),
    "dizziness, nausea": ("RF.neck", "dizzy or sick"),
    "weakness": ("RF.neck", "newly weak"),
    "worst ever": ("RF.neck", "worst you ever had"),
    "neck trauma": ("RF.neck", "blow to head or neck"),
    "tingling after trauma": ("RF.neck", "tingle"),
    "clumsy hands": ("RF.neck", "clumsy"),
    "gait, bladder": ("RF.neck", "unsteady"),
    "stiff with fever": ("RF.neck", "stiff with a fever"),
    "light": ("RF.neck", "light hurt"),
    "headache eye": ("RF.headache", "eye red"),
    "headache old": ("RF.headache", "65 or over"),
    "headache pattern": ("RF.headache", "changed its kind"),
    "headache posture": ("RF.headache", "stand up or lie down"),
    "headache cough": ("RF.headache", "coughing"),
    "headache pregnancy": ("RF.headache", "gave? birth|pregnant"),
    "headache medicine": ("RF.headache", "ten or more days"),
    "temples": ("RF.headache", "jaw tire"),
    "saddle": ("RF.back", "numb between the legs"),
    "bladder, bowel": ("RF.back", "pass water"),
    "both legs": ("RF.back", "both legs"),
    "back trauma": ("RF.back", "heavy fall"),
    "back small trauma": ("RF.back", "small fall"),
    "back procedure": ("RF.back", "injection"),
    "belly": ("RF.back", "pulsing"),
    "morning": ("RF.back", "before you were 40"),
    "chest": ("RF.shoulder", "chest"),
    "deformity": ("RF.shoulder", "out of place"),
    "hot shoulder": ("RF.shoulder", "hot and swollen"),
    "smoker": ("RF.shoulder", "eyelid"),
    "both shoulders": ("RF.shoulder", "both shoulders"),
    "hip fall": ("RF.hip", "put your weight"),
    "hip fever": ("RF.hip", "with a fever"),
    "adolescent": ("RF.hip", "still growing"),
    "groin": ("RF.hip", "groin"),
    "knee steps": ("RF.knee", "four steps"),
    "knee bend": ("RF.knee", "right angle"),
    "knee bone": ("RF.knee", "kneecap"),
    "knee age": ("RF.knee", "55 or over"),
    "knee fever": ("RF.knee", "hot and swollen"),
    "knee locked": ("RF.knee", "locked"),
    "knee pop": ("RF.knee", "pop"),
    "ankle steps": ("RF.ankle_foot", "four steps"),
    "ankle bone": ("RF.ankle_foot", "ankle knob"),
    "snap": ("RF.ankle_foot", "snap"),
    "diabetic foot": ("RF.ankle_foot", "diabetes"),
    "bone spot": ("RF.ankle_foot", "spot of bone"),
    "leg": ("RF.leg_dvt", "calf"),
    "leg risk": ("RF.leg_dvt", "twelve weeks"),
}
"""What the collection asks for, and the words that ask it here."""

LEVELS_IN_THE_COLLECTION = {
    "RF.all": {"urgent", "soon"},
    "RF.neck": {"emergency", "urgent"},
    "RF.headache": {"emergency", "urgent"},
    "RF.back": {"emergency", "urgent", "soon"},
    "RF.shoulder": {"emergency", "urgent"},
    "RF.hip": {"urgent"},
    "RF.knee": {"urgent"},
    "RF.ankle_foot": {"urgent"},
    "RF.leg_dvt": {"urgent"},
}

ILLNESSES = re.compile(
    r"stroke|meningit|thrombo|embol|fracture|tumou?r|cauda|myelopath|aneurysm|arthrit|migraine|infarct|"
    r"dissection|sepsis|abscess|osteopor|gout",
    re.IGNORECASE,
)

MOST_QUESTIONS = 32
"""More than this nobody answers with care."""


@pytest.mark.parametrize("sign", COLLECTED)
def test_every_sign_of_the_collection_is_asked_for(sign: str) -> None:
    evidence_id, words = COLLECTED[sign]
    asked = [flag.question for flag in FLAGS.values() if flag.evidence_id == evidence_id]
    assert any(re.search(words, question) for question in asked)


def test_every_group_of_the_collection_has_flags_of_its_levels() -> None:
    for evidence_id, levels in LEVELS_IN_THE_COLLECTION.items():
        assert levels <= {flag.level for flag in FLAGS.values() if flag.evidence_id == evidence_id}
    assert {flag.evidence_id for flag in FLAGS.values()} == set(LEVELS_IN_THE_COLLECTION)


@pytest.mark.parametrize("name", FLAGS)
def test_a_flag_is_one_question_in_plain_words(name: str) -> None:
    question = FLAGS[name].question
    assert question.count("?") == 1
    assert len(question.split()) <= 32
    assert not ILLNESSES.search(question)
    assert not re.search(r"[()/;]", question)


@pytest.mark.parametrize("name", FLAGS)
def test_what_is_cited_was_seen_and_what_is_ours_says_what(name: str) -> None:
    flag = FLAGS[name]
    assert flag.status != "verified-in-store" or flag.sources
    assert flag.status != "ours" or flag.note


def test_a_level_other_than_the_collections_says_so() -> None:
    for name, flag in FLAGS.items():
        if flag.level not in LEVELS_IN_THE_COLLECTION[flag.evidence_id]:
            assert flag.note, name


def test_every_level_has_advice_and_is_used() -> None:
    assert tuple(load().levels) == LEVELS == tuple(dict.fromkeys(sorted(LEVELS, key=LEVELS.index)))
    assert {flag.level for flag in FLAGS.values()} == set(LEVELS)
    for level in load().levels.values():
        assert re.search(r"doctor|emergency number|care", level.advice)


def test_every_region_asks_what_is_its_own_and_not_too_much() -> None:
    everybody = set(load().flags_for())
    for region in load().regions:
        asked = set(load().flags_for(region))
        assert everybody < asked, region
        assert len(asked) <= MOST_QUESTIONS, region


def test_the_trunk_and_the_head_have_emergencies_of_their_own() -> None:
    for region in ("neck", "headache", "upper_back", "low_back", "shoulder"):
        own = [flag for flag in load().flags_for(region).values() if flag.region != "all"]
        assert any(flag.level == "emergency" for flag in own), region


def test_age_decides_who_is_asked_and_an_unknown_age_is_asked_everything() -> None:
    young, old = load().flags_for("headache", 34), load().flags_for("headache", 70)
    assert "headache_temples" not in young
    assert "headache_temples" in old
    assert set(young) | set(old) < set(load().flags_for("headache")) | set(young)
    assert "under_16" not in young
    assert "hip_young_limp" in load().flags_for("knee", 14)


@pytest.mark.parametrize(("age", "answer"), [(15.9, True), (16, False), (None, None)])
def test_being_under_16_is_answered_by_the_age(age: float | None, answer: bool | None) -> None:
    assert FLAGS["under_16"].answered_by_age(age) is answer


def test_only_the_age_itself_is_answered_by_the_age() -> None:
    assert {name for name, flag in FLAGS.items() if flag.age_alone} == {"under_16"}
    assert FLAGS["new_severe_from_65"].answered_by_age(80) is None


def test_what_is_asked_for_a_further_region_is_asked_there() -> None:
    assert "shoulder_chest" in load().flags_for("neck")
    assert "shoulder_chest" not in load().flags_for("knee")


FLAG = {"evidence_id": "RF.all", "region": "all", "level": "soon", "question": "Is it so?", "status": "ours"}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"question": "Tell us more."}, "question mark"),
        ({"also": ("knee",)}, "no further regions"),
        ({"age_alone": True}, "needs from_years"),
        ({"level": "someday"}, "emergency"),
    ],
)
def test_a_flag_that_cannot_be_asked_is_refused(change: dict[str, object], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        RedFlag.model_validate({**FLAG, **change})
