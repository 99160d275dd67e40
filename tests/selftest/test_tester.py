"""Who of several people in a film does the test."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from kinechain.capture.recording import Recording
from kinechain.errors import InputError
from kinechain.selftest.tester import choose_tester


def seen(pictures: int, size: float) -> Any:
    region = SimpleNamespace(next_region=SimpleNamespace(size=size))
    return SimpleNamespace(sightings=dict.fromkeys(range(pictures), region))


def recording(*people: Any) -> Recording:
    return cast("Recording", SimpleNamespace(people=people))


def test_the_person_seen_largest_for_longest_does_the_test() -> None:
    helper_far_off, tester, passer_by = seen(300, 150.0), seen(300, 400.0), seen(20, 900.0)
    assert choose_tester(recording(helper_far_off, tester, passer_by)) == 2


def test_a_person_who_was_named_is_taken_and_one_who_is_not_there_refused() -> None:
    assert choose_tester(recording(seen(9, 1.0), seen(9, 9.0)), 1) == 1
    with pytest.raises(InputError, match="there is no person 3"):
        choose_tester(recording(seen(9, 1.0), seen(9, 9.0)), 3)
