"""A check goes on where it was left, loses nothing, and asks warning signs before anything else."""

import io
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from rich.console import Console

from kinechain.case import Case, Pain, Person, Region, load_case
from kinechain.check import interview
from kinechain.check.case_file import resumed, save_case
from kinechain.check.interview import (
    AskAboutPain,
    AskFact,
    AskFlags,
    AskPain,
    AskTest,
    Finished,
    flags_of,
    next_step,
)
from kinechain.check.on_terminal import Check, Left
from kinechain.knowledge import load
from kinechain.knowledge.safety import LEVELS

KNOWLEDGE = load()
NECK = Case(person=Person(age_years=34), pain=(Pain(region="neck", intensity=5),))


class Script:
    """Types the given lines, then says that the terminal is gone."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines: Iterator[str] = iter(lines)

    def __call__(self, _prompt: str) -> str:
        try:
            return next(self.lines)
        except StopIteration:
            raise EOFError from None


def check(lines: Sequence[str], path: Path, case: Case | None = None) -> Check:
    console = Console(file=io.StringIO(), width=100)
    return Check(KNOWLEDGE, path, case or Case(), console, Script(lines))


def said(sitting: Check) -> str:
    assert isinstance(sitting.console.file, io.StringIO)
    return sitting.console.file.getvalue()


def left_after(lines: Sequence[str], path: Path, case: Case | None = None) -> Check:
    sitting = check(lines, path, case)
    with pytest.raises((Left, EOFError)):
        sitting.run()
    return sitting


class Ask:
    def __init__(self, kind: str, name: str) -> None:
        self.kind, self.id = kind, name


def only(monkeypatch: pytest.MonkeyPatch, kind: str, name: str) -> None:
    """That and nothing else is worth asking."""
    monkeypatch.setattr(interview, "enough", lambda _case, _measured: "")
    monkeypatch.setattr(interview, "next_asks", lambda _case, _measured: (Ask(kind, name),))


def flags_denied(case: Case) -> Case:
    every = [flag for level in LEVELS for flag in flags_of(KNOWLEDGE, case, level)]
    return case.model_copy(update={"red_flags": (), "asked": tuple(every)})


def test_pain_comes_first_then_warning_signs_by_their_urgency() -> None:
    assert next_step(KNOWLEDGE, Case()) == AskPain()
    first = next_step(KNOWLEDGE, NECK)
    assert isinstance(first, AskFlags)
    assert first.level == "emergency"
    assert set(first.flags) == {
        flag for flag, entry in KNOWLEDGE.flags_for("neck").items() if entry.level == "emergency"
    }


def test_no_measurement_enters_before_the_warning_signs() -> None:
    case = NECK.model_copy(update={"asked": ("person.age_years", "person.sex", "person.height_m")})
    assert isinstance(next_step(KNOWLEDGE, case), AskFlags)


def test_a_warning_sign_ends_the_check(tmp_path: Path) -> None:
    flags = flags_of(KNOWLEDGE, NECK, "emergency")
    sitting = check(["1"], tmp_path / "case.yaml", NECK)
    assert "warning sign" in sitting.run()
    assert load_case(tmp_path / "case.yaml").red_flags == (flags[0],)


def test_no_is_only_written_when_all_were_denied(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    levels = [level for level in LEVELS if flags_of(KNOWLEDGE, NECK, level)]
    left_after(["0"] * (len(levels) - 1), path, NECK)
    assert load_case(path).red_flags is None
    left_after(["0"], path, resumed(path))
    assert load_case(path).red_flags == ()


def test_pain_is_asked_with_side_strength_and_time(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    regions = list(KNOWLEDGE.regions)
    order = ["neck", "headache", "shoulder", "upper_back", "low_back", "hip", "knee", "ankle", "foot"]
    assert set(order) == set(regions)
    left_after(["1, 7", "6", "4 months", "1, 3", "right", "", "2 weeks", "fall", "q"], path)
    neck, knee = load_case(path).pain
    assert (neck.region, neck.side, neck.intensity) == ("neck", None, 6)
    assert neck.since_days == 122
    assert (neck.provoked_by, knee.provoked_by) == (("sitting", "walking"), ("fall",))
    assert (knee.region, knee.side, knee.intensity, knee.since_days) == ("knee", "right", None, 14)


def test_what_cannot_be_read_is_asked_again(tmp_path: Path) -> None:
    sitting = left_after(["elbow", "", "1", "twelve", "11", "7"], tmp_path / "case.yaml")
    text = said(sitting)
    assert "none of them" in text
    assert "This one is needed" in text
    assert "twelve is no number" in text
    assert "11 is not possible" in text


def test_a_question_is_explained_and_may_be_left_out(tmp_path: Path) -> None:
    sitting = check(["?", ""], tmp_path / "case.yaml", flags_denied(NECK))
    case = sitting._fact("person.sex")
    assert KNOWLEDGE.questions["person.sex"].why.split(".")[0] in said(sitting).replace("\n", " ")
    assert case.person.sex is None
    assert "person.sex" in case.asked


def test_what_results_are_read_by_is_asked_before_the_first_test_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case = flags_denied(NECK)
    told = interview.with_asked(case, "person.sex", "person.height_m")
    only(monkeypatch, "test", "knee_to_wall")
    assert next_step(KNOWLEDGE, case) == AskFact("person.sex")
    assert next_step(KNOWLEDGE, told) == AskTest("knee_to_wall")
    only(monkeypatch, "question", "habits.stress")
    assert next_step(KNOWLEDGE, case) == AskFact("habits.stress")


def test_a_pain_that_is_added_later_has_its_own_warning_signs_asked() -> None:
    case = flags_denied(NECK).model_copy(update={"pain": (*NECK.pain, Pain(region="low_back", intensity=4))})
    step = next_step(KNOWLEDGE, case)
    assert isinstance(step, AskFlags)
    assert "back_saddle" in step.flags
    assert not set(step.flags) & set(case.asked)
    # A case written by hand that says none covers all of them.
    by_hand = case.model_copy(update={"asked": ()})
    assert not isinstance(next_step(KNOWLEDGE, by_hand), AskFlags)


def test_pains_are_kept_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    left_after(["1,3,7", "6", "3 weeks", "0", "2"], path)
    neck, shoulder, knee = load_case(path).pain
    assert (neck.intensity, neck.since_days) == (6, 21)
    assert (shoulder.region, shoulder.intensity, knee.region) == ("shoulder", None, "knee")
    assert next_step(KNOWLEDGE, load_case(path)) == AskAboutPain(1)


def test_the_first_side_of_a_test_is_kept_and_only_the_other_is_asked_again(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    case = interview.with_asked(flags_denied(NECK), "person.sex", "person.height_m")
    sitting = check(["y", "1", "4.5 cm"], path, case)
    with pytest.raises(EOFError):
        sitting._test("knee_to_wall")
    kept = resumed(path)
    assert [each.side for each in kept.measurements] == ["left"]
    assert next_step(KNOWLEDGE, kept) == AskTest("knee_to_wall")
    again = check(["y", "1", "9 cm"], path, kept)._test("knee_to_wall")
    assert [(each.side, each.value) for each in again.measurements] == [("left", 0.045), ("right", 0.09)]


def test_limits_are_those_of_exercises_for_these_pains() -> None:
    def limits(region: Region) -> tuple[str, ...]:
        return interview._limits_that_matter(KNOWLEDGE, Case(pain=(Pain(region=region),)))

    assert "stiff_big_toe" not in limits("neck")
    assert "tends_to_fall" in limits("neck")


def test_a_child_is_sent_to_somebody_before_more_is_asked(tmp_path: Path) -> None:
    sitting = check(["9"], tmp_path / "case.yaml", Case(pain=NECK.pain))
    assert "warning sign" in sitting.run()


def test_some_warning_signs_are_asked_from_an_age_on_only() -> None:
    older = NECK.model_copy(update={"person": Person(age_years=70)})
    for young, old in (
        (flags_of(KNOWLEDGE, NECK, level), flags_of(KNOWLEDGE, older, level)) for level in LEVELS
    ):
        assert "new_severe_from_65" not in young
        assert set(young) <= set(old)
    assert "new_severe_from_65" in flags_of(KNOWLEDGE, older, "soon")


def test_contradictory_hours_are_refused_and_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "case.yaml"
    case = flags_denied(NECK).model_copy(
        update={"habits": NECK.habits.model_copy(update={"sitting_hours": 20.0})}
    )
    monkeypatch.setattr(interview, "next_step", None)
    sitting = check(["6", "3"], path, case)
    answered = sitting._fact("habits.hard_floor_standing_hours")
    assert "more than a day" in said(sitting)
    assert answered.habits.hard_floor_standing_hours == 3


def test_the_file_is_a_case_that_trace_reads_back(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    case = interview.with_fact(flags_denied(NECK), "habits.stress", "high")
    save_case(case, path)
    assert resumed(path) == case
    assert path.read_text().startswith("# A case of kinechain")


def test_a_test_is_shown_step_by_step_and_its_result_kept(tmp_path: Path) -> None:
    sitting = check(["y", "1", "4.5 cm", "4", "9 cm"], tmp_path / "case.yaml", flags_denied(NECK))
    test = KNOWLEDGE.tests["knee_to_wall"]
    case = sitting._test("knee_to_wall")
    left, right = case.measurements
    assert (left.side, left.value, right.side, right.value) == ("left", 0.045, "right", 0.09)
    assert "type 4 cm if that was meant" in said(sitting)
    assert all(step.split()[0] in said(sitting) for step in test.steps)
    assert "knee_to_wall" in case.asked


def test_the_most_telling_comes_next_and_enough_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    case = flags_denied(NECK)
    for fact, question in KNOWLEDGE.questions.items():
        if question.first:
            case = interview.with_asked(case, fact)
    asks = (Ask("test", "knee_to_wall"), Ask("question", "habits.stress"))
    monkeypatch.setattr(interview, "enough", lambda _case, _measured: "")
    monkeypatch.setattr(interview, "next_asks", lambda _case, _measured: asks)
    assert next_step(KNOWLEDGE, case) == AskTest("knee_to_wall")
    case = interview.with_asked(case, "knee_to_wall")
    assert next_step(KNOWLEDGE, case) == AskFact("habits.stress")
    monkeypatch.setattr(interview, "enough", lambda _case, _measured: "more would not change the answer")
    told = interview.with_fact(
        interview.with_fact(case, "programme.limits", ()), "programme.minutes_per_day", 15
    )
    assert next_step(KNOWLEDGE, told) == Finished("more would not change the answer")


def test_last_comes_what_the_person_can_and_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "case.yaml"
    monkeypatch.setattr(interview, "enough", lambda _case, _measured: "nothing would change it")
    case = flags_denied(NECK)
    for fact, question in KNOWLEDGE.questions.items():
        if question.first:
            case = interview.with_asked(case, fact)
    sitting = check(["1", "20"], path, case)
    assert sitting.run() == "nothing would change it"
    programme = load_case(path).programme
    askable = [name for name, limit in KNOWLEDGE.limits.items() if limit.ask and name != "pregnant"]
    assert (programme.minutes_per_day, programme.limits) == (20, (askable[0],))


def test_an_age_that_the_pain_outlasts_is_asked_again_and_the_file_still_reads(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    old_pain = Case(pain=(Pain(region="neck", since_days=20 * 365),))
    sitting = left_after(["12", "34"], path, old_pain)
    assert "longer than the 12 years of age" in said(sitting)
    assert load_case(path).person.age_years == 34
