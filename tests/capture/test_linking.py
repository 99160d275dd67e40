"""People keep their identity over gaps and when they cross; strangers are never joined."""

from collections.abc import Callable

import pytest
from people import times, track

from kinechain.capture.linking import link
from kinechain.capture.tracklet import Tracklet

TIMES = times(200)


def numbers(person: Tracklet) -> list[int]:
    return sorted(person.sightings)


@pytest.mark.parametrize("gap", [0, 5, 20])
def test_a_walker_is_one_person_over_a_gap(gap: int) -> None:
    before, after = range(30), range(30 + gap, 70)
    (person,) = link([track(before, lambda n: 100 + 6 * n), track(after, lambda n: 100 + 6 * n)], TIMES)
    assert numbers(person) == [*before, *after]


def test_a_gap_of_more_than_a_second_is_not_bridged() -> None:
    parts = [track(range(30), lambda n: 500.0), track(range(65, 90), lambda n: 500.0)]
    assert len(link(parts, TIMES)) == 2


def test_many_runs_become_one_person() -> None:
    parts = [track(range(start, start + 36), lambda n: 100 + 6 * n) for start in range(0, 180, 36)]
    (person,) = link(parts[::-1], TIMES)
    assert numbers(person) == list(range(180))


def test_two_who_cross_keep_the_way_each_was_going() -> None:
    """Both are lost while they pass each other, and both are found again where they are expected."""

    def right(n: int) -> float:
        return 100.0 + 6 * n

    def left(n: int) -> float:
        return 520.0 - 6 * n

    lost = range(32, 39)
    parts = [
        track(range(lost.start), right),
        track(range(lost.start), left),
        track(range(lost.stop, 70), left),
        track(range(lost.stop, 70), right),
    ]
    one, other = link(parts, TIMES)
    for person, way in ((one, right), (other, left)):
        assert numbers(person) == [*range(lost.start), *range(lost.stop, 70)]
        assert all(seen.next_region.x == way(number) for number, seen in person.sightings.items())


def test_a_jump_is_not_joined() -> None:
    parts = [track(range(30), lambda n: 100 + 6 * n), track(range(31, 60), lambda n: 700 + 6 * n)]
    assert len(link(parts, TIMES)) == 2


def test_another_size_is_another_person() -> None:
    parts = [track(range(30), lambda n: 500.0), track(range(31, 60), lambda n: 500.0, size=lambda n: 290.0)]
    assert len(link(parts, TIMES)) == 2


def test_two_at_the_same_time_are_two() -> None:
    parts = [track(range(30), lambda n: 500.0), track(range(20, 60), lambda n: 505.0)]
    assert len(link(parts, TIMES)) == 2


def test_people_come_in_the_order_in_which_they_appear() -> None:
    parts = [track(range(50, 80), lambda n: 900.0), track(range(30), lambda n: 100.0)]
    assert [person.first for person in link(parts, TIMES)] == [0, 50]


def test_nobody() -> None:
    assert link([], []) == []


def there(n: int) -> float:
    """Goes out of a picture 400 pixels wide by its right side, at picture 60."""
    return 40 + 6.0 * n


def back(n: int) -> float:
    """Comes in again at picture 150."""
    return 400 - 6.0 * (n - 150)


@pytest.mark.parametrize("late", [0, 15])
@pytest.mark.parametrize("mirrored", [False, True])
def test_who_goes_out_and_comes_back_by_the_same_side_is_one_person(late: int, mirrored: bool) -> None:
    def at(way: Callable[[int], float]) -> Callable[[int], float]:
        return (lambda n: 400 - way(n)) if mirrored else way

    parts = [track(range(58), at(there)), track(range(150 + late, 190), at(back), size=lambda _n: 170.0)]
    assert len(link(parts, TIMES, width=400)) == 1
    assert len(link(parts, TIMES)) == 2


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(track(range(150, 190), lambda n: 6.0 * (n - 150)), id="by the other side"),
        pytest.param(track(range(150, 190), back, size=lambda _n: 120.0), id="of another size"),
        pytest.param(track(range(150, 190), back, y=340.0), id="further away"),
        pytest.param(track(range(150, 190), lambda n: 200.0 + (n - 150)), id="from within"),
    ],
)
def test_who_comes_in_otherwise_is_somebody_else(other: Tracklet) -> None:
    assert len(link([track(range(58), there), other], TIMES, width=400)) == 2


def test_where_somebody_else_went_out_meanwhile_nobody_is_known_to_come_back() -> None:
    stranger = track(range(60, 120), lambda n: 100 + 5.0 * (n - 60), y=360.0)
    walker, returned = track(range(58), there), track(range(150, 190), back)
    people = link([walker, stranger, returned], TIMES, width=400)
    assert len(people) == 3


def test_who_is_away_for_long_is_somebody_else() -> None:
    long = [number / 5 for number in range(200)]
    assert len(link([track(range(58), there), track(range(150, 190), back)], long, width=400)) == 2
