"""What the command line shows of what could not be told."""

from kinechain.knowledge import load
from kinechain.measurement import Measurement, Side
from kinechain.terminal import _by_reason

HIDDEN = "the knee is hidden"


def untold(measure: str, side: Side | None, reason: str = HIDDEN) -> Measurement:
    unit = load().measures[measure].unit
    return Measurement(measure, side, None, unit, None, 0, "film", "cannot_tell", reason)


def test_what_both_sides_lack_is_named_once_and_what_one_lacks_with_its_side() -> None:
    one, other = "hip_extension_peak", "stance_share"
    names = {each: load().measures[each].name.lower() for each in (one, other, "walking_speed")}
    lacking = [
        untold(one, "left"),
        untold(one, "right"),
        untold(other, "right"),
        untold("walking_speed", None),
    ]
    assert _by_reason(lacking, load()) == {
        HIDDEN: [names[one], f"{names[other]} (right)", names["walking_speed"]]
    }
    apart = _by_reason([untold(one, "left"), untold(one, "right", "no stride")], load())
    assert apart == {HIDDEN: [f"{names[one]} (left)"], "no stride": [f"{names[one]} (right)"]}
