"""No text of the knowledge that reaches a person breaks the rules of wording.yaml."""

from collections.abc import Iterator

import pytest
import yaml

from kinechain.knowledge import load
from kinechain.knowledge.load import FILES, FOLDER

NOT_READ_BY_A_PERSON = {"sources", "wording"}


def texts(content: object) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for key, value in content.items():
            if key != "sources":
                yield from texts(value)
    elif isinstance(content, list):
        for value in content:
            yield from texts(value)


@pytest.mark.parametrize("file", sorted(set(FILES) - NOT_READ_BY_A_PERSON))
def test_no_text_names_an_illness_a_sure_origin_or_a_promise(file: str) -> None:
    content = yaml.safe_load((FOLDER / f"{file}.yaml").read_text(encoding="utf-8"))
    for text in texts(content):
        assert not load().wording.offences(text), text


@pytest.mark.parametrize(
    "text",
    [
        "your ankle causes your neck pain", "The cause of it", "a diagnosis", "this cures pain",
        "75% of neck pain comes from the feet", "75 % of the time", "an abnormal hip", "take ibuprofen",
    ],
)  # fmt: skip
def test_the_rules_catch_what_they_forbid(text: str) -> None:
    assert load().wording.offences(text)


def test_ordinary_words_pass() -> None:
    assert not load().wording.offences("because the camera stood at an angle, 75 % certain, a secure hold")
