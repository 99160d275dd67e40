"""No text of the knowledge that reaches a person breaks the rules of wording.yaml."""

from collections.abc import Iterator

import pytest
import yaml

from kinechain.knowledge import load
from kinechain.knowledge.load import FILES, FOLDER

NOT_READ_BY_A_PERSON = {"sources", "wording"}
NAMES = {"sources", "kind"}
"""Fields that hold names of entries, not words."""

QUOTED = {"claim", "said"}
"""Fields that report what somebody else says."""


def texts(content: object, field: str = "") -> Iterator[tuple[str, str]]:
    """Every text with the name of its field."""
    if isinstance(content, str):
        yield field, content
    elif isinstance(content, dict):
        for key, value in content.items():
            if key not in NAMES:
                yield from texts(value, str(key))
    elif isinstance(content, list):
        for value in content:
            yield from texts(value, field)


@pytest.mark.parametrize("file", sorted(set(FILES) - NOT_READ_BY_A_PERSON))
def test_no_text_names_an_illness_a_sure_origin_or_a_promise(file: str) -> None:
    content = yaml.safe_load((FOLDER / f"{file}.yaml").read_text(encoding="utf-8"))
    for field, text in texts(content):
        assert not load().wording.offences(text, quoted=field in QUOTED), text


FORBIDDEN = """
your ankle causes your neck pain | The cause of it | a causal link | a diagnosis | this cures pain
75% of neck pain comes from the feet | 75 % of the time | three quarters of neck pain | an abnormal hip
take ibuprofen | use a pain killer | the root of your pain | your calves are to blame | pain due to your feet
your pain comes from your feet | you have plantar fasciitis | a tendinopathy | signs of osteoarthritis
a migraine | a stroke | this will relieve your pain | it is going to go away | get rid of the pain
it eliminates pain | it fixes your posture | guaranteed relief | definitely the hip | proven to help
completely safe | risk-free | wear and tear | a bad posture | your pelvis is misaligned
kinechain identifies the link | do you have cancer | a sign of diabetes
"""

ORDINARY = """
because the camera stood at an angle, 75 % certain, a secure hold | Have you ever had cancer?
Do you have diabetes, and is the foot hot? | pain due before noon | a healing pace
the pain eased in this many | what lies behind the pain | leg cramps after a distance
it may help, with the evidence beside it | fix the band to the table | the sum of the causeway
"""


def phrases(text: str) -> list[str]:
    return [phrase.strip() for line in text.strip().splitlines() for phrase in line.split("|")]


@pytest.mark.parametrize("text", phrases(FORBIDDEN))
def test_the_rules_catch_what_they_forbid(text: str) -> None:
    assert load().wording.offences(text)


def test_every_rule_is_caught_by_some_text_and_says_what_to_write_instead() -> None:
    for rule in load().wording.never:
        assert any(rule.offends(phrase) for phrase in phrases(FORBIDDEN)), rule.pattern
        assert rule.because
        assert rule.say_instead
        assert not load().wording.offences(rule.say_instead), rule.say_instead


@pytest.mark.parametrize("text", phrases(ORDINARY))
def test_ordinary_words_pass(text: str) -> None:
    assert not load().wording.offences(text)


def test_an_allowed_phrase_allows_nothing_beside_it() -> None:
    assert load().wording.offences("Have you ever had cancer? It is cancer.")


def test_a_claim_may_be_reported_in_its_own_words_but_no_sure_origin_in_ours() -> None:
    assert not load().wording.offences("Sitting leads to poor posture", quoted=True)
    assert load().wording.offences("Sitting leads to poor posture")
    assert load().wording.offences("Sitting causes pain", quoted=True)


def test_the_lines_that_are_always_shown_offer_a_clinician_and_promise_nothing() -> None:
    wording = load().wording
    assert "see a clinician" in wording.disclaimer
    assert "possible contributors" in wording.scope
    assert "error of measurement" in wording.noise
    for line in (wording.scope, wording.disclaimer, wording.noise):
        assert not wording.offences(line)
