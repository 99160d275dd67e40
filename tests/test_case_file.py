"""A case file: read when it is one, refused in one line that says what would be right when not."""

import json
from pathlib import Path

import pytest

from kinechain.case import Case, load_case
from kinechain.errors import InputError

FULL = """
person: {age_years: 34, sex: female, height_m: 1.68, mass_kg: null}
pain: [{region: neck, side: null, intensity: 6, since_days: 120, provoked_by: [sitting]}]
red_flags: []
habits:
  {sitting_hours: 9, hard_floor_standing_hours: 0, daily_steps: 4000, stress: high, sleep: poor,
   earlier_episodes: true}
shoes: {sole: stiff, heel_mm: 10, wear: worn, support: flat, orthotics: false}
measurements: [{measure: knee_to_wall_distance, side: left, value: 0.045, unit: m}]
videos: [walk.mp4]
"""


def refused(tmp_path: Path, text: str) -> str:
    path = tmp_path / "case.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as said:
        load_case(path)
    message = str(said.value)
    assert "\n" not in message
    assert message.startswith("case.yaml")
    return message


def test_the_same_case_from_yaml_and_json(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(FULL, encoding="utf-8")
    case = load_case(tmp_path / "case.yaml")
    (tmp_path / "case.json").write_text(case.model_dump_json(), encoding="utf-8")
    assert load_case(tmp_path / "case.json") == case
    assert case.pain[0].region == "neck"
    assert case.red_flags == ()
    assert case.measurements[0].value == 0.045


def test_red_flags_that_were_not_asked_are_not_the_same_as_none(tmp_path: Path) -> None:
    (tmp_path / "case.json").write_text(json.dumps({"person": {}}), encoding="utf-8")
    assert load_case(tmp_path / "case.json").red_flags is None
    assert Case(red_flags=()).red_flags == ()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("person: {height_m: 17}", "height 17 m: give metres, between 0.5 and 2.6"),
        ("person: {height_m: .nan}", "give metres"),
        ("person: {height_m: .inf}", "give metres"),
        ("person: {height_m: tall}", "height tall m: give metres"),
        ("person: {age_years: 340}", "age 340 years: give years, between 2 and 120"),
        ("person: {hight_m: 1.7}", "person, hight_m: there is no such field"),
        ("person: {sex: f}", "f is not known; give one of female, male"),
        ("pain: [{region: elbow}]", "pain 1, region: elbow is not known; give one of neck, headache"),
        ("pain: [{region: neck}, {intensity: 3}]", "pain 2, region is missing"),
        ("pain: [{region: neck, intensity: 11}]", "pain 1, intensity 11: give a number from 0 to 10"),
        ("pain: neck", "pain: neck will not do"),
        ("habits: {stress: huge}", "habits, stress: huge is not known"),
        ("- a list", "no case"),
        ("", "no case"),
        ("[1", "neither YAML nor JSON"),
        ("pain: " + "[" * 20, "line 1: values are nested more than 20 deep"),
        ("pain: " + "[" * 50_000, "nested more than 20 deep"),
        ("person: {sex: &a female}\nshoes: {sole: *a}", "line 2: an alias (*name) has no place here"),
        ("!!python/object/apply:os.system ['true']", "a tag (!name) has no place here"),
        ("person: {age_years: !!bool maybe}", "a tag (!name) has no place here"),
        ("person:\n  height_m: 0x" + "f" * 20_000, "line 2: a value of 20,002 characters is no answer"),
        ("person: {height_m: 0x" + "f" * 900 + "}", "height a number of too many digits m: give metres"),
        ("person: {height_m: " + "1:" * 400 + "1.5}", "neither YAML nor JSON"),
        (
            "red_flags: [back_saddle]\npain: []\nred_flags: []",
            "line 3: 'red_flags' is given twice (first on line 1)",
        ),
        ('{"red_flags": ["back_saddle"], "red_flags": []}', "line 1: 'red_flags' is given twice"),
        ("pain:\n- region: neck\n  provoked_by: [a, a]\n  region: knee", "line 4: 'region' is given twice"),
        ("habits: {stress: high, sleep: poor, 'stress': low}", "line 1: 'stress' is given twice"),
        ("person: {<<: {sex: male}, sex: female}", "a merge (<<) has no place here"),
        ("person: {sex: [female]}", "person, sex: a list is not known; give one of female, male"),
        ("person: {sex: {f: 1}}", "person, sex: a group of fields is not known"),
        ("person: {" + "x" * 900 + ": 1}", "xxx...: there is no such field"),
        ("x" * 300_000, "larger than 256 KiB"),
    ],
)
def test_a_file_that_is_no_case_is_refused(tmp_path: Path, text: str, says: str) -> None:
    assert says in refused(tmp_path, text)


def test_a_key_of_one_pain_may_be_a_key_of_the_next_and_a_value_too(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    text = "pain:\n- {region: neck, provoked_by: [region, region]}\n- {region: knee}\n"
    path.write_text(text, encoding="utf-8")
    assert [pain.region for pain in load_case(path).pain] == ["neck", "knee"]


def test_a_bomb_of_aliases_is_refused_before_it_goes_off(tmp_path: Path) -> None:
    bomb = ["a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    bomb += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    assert "an alias" in refused(tmp_path, "\n".join([*bomb, "person: {sex: *a11}"]))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere\.yaml cannot be read: No such file"):
        load_case(tmp_path / "nowhere.yaml")
    with pytest.raises(InputError, match="cannot be read"):
        load_case(tmp_path)
