"""How this was measured, in a few facts, and what that way of measuring can never see."""

from dataclasses import dataclass
from typing import Final

from kinechain.gait.walk import Source, Walk
from kinechain.report.number_format import fixed
from kinechain.report.plain_words import sentence

ONE_CAMERA_CANNOT_SEE: Final = (
    "Turning of the leg or foot about its own length: it looks the same from the side.",
    "The true tilt of the pelvis, and so the true angle of the hip; the thigh is measured instead.",
    "The bend of the big toe itself: a video sees the heel and the tip of the foot, not the joint between.",
    "Forces, muscles and nerves: what pushes, what pulls and what hurts cannot be seen.",
    "Small left and right differences of a single stride: they are smaller than the error of one camera.",
)

MARKERS_CANNOT_SEE: Final = (
    "The bones: markers sit on skin, which slides over them by a centimetre and more.",
    "Turning of thigh and shank about their own length: it hardly moves a marker, and skin moves it as much.",
    "Single muscles and tissues: the loads are net moments about a joint, not what a muscle or a disc bears.",
    "How the person walks on other days: a laboratory is not life.",
)


@dataclass(frozen=True, slots=True)
class Blind:
    """What a way of measuring cannot see."""

    title: str
    lines: tuple[str, ...]


def cannot_see(walk: Walk | None) -> Blind | None:
    """What this walk's way of measuring can never see; None without a walk."""
    if walk is None:
        return None
    if walk.source.kind == "markers":
        return Blind("Markers cannot see", MARKERS_CANNOT_SEE)
    return Blind("One camera cannot see", ONE_CAMERA_CANNOT_SEE)


_KINDS: Final = {"video": "one video", "markers": "marker positions", "photo": "one photograph"}
_VIEWS: Final = {
    "side": "from the side",
    "front": "from the front",
    "back": "from behind",
    "oblique": "at a slant",
}

_WAYS: Final = {
    "left_to_right": "left to right",
    "right_to_left": "right to left",
    "towards": "towards the camera",
    "away": "away from the camera",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the method: what, and its value."""

    name: str
    value: str


def method_facts(walk: Walk) -> tuple[Fact, ...]:
    """Where the motion came from, in the order in which one asks."""
    source = walk.source
    facts = [
        Fact("Recorded", f"{_KINDS.get(source.kind, source.kind)}, {source.file}"),
        Fact("Length", _length(source)),
    ]
    if source.kind == "video":
        facts.append(
            Fact("Seen", _VIEWS[source.view] if source.view else "from a side that could not be told")
        )
    if walk.direction:
        facts.append(Fact("Walking", _walking(walk)))
    facts.append(Fact("Height", _height(walk)))
    facts.append(Fact("Steps", _steps(walk)))
    methods = dict.fromkeys(m.method for m in walk.measurements if m.value is not None and m.method)
    if methods:
        facts.append(Fact("Methods", sentence("; ".join(methods))))
    return tuple(facts)


def _length(source: Source) -> str:
    if source.rate_hz <= 0:
        return f"{source.frames} frames"
    duration = fixed(source.frames / source.rate_hz, 1)
    return f"{duration} s: {source.frames} frames at {source.rate_hz:.4g} a second"


def _walking(walk: Walk) -> str:
    begin, end = (fixed(moment, 1) for moment in walk.span)
    way = _WAYS.get(walk.direction or "", "") or walk.direction
    return f"{way}, measured from {begin} to {end} s"


def _height(walk: Walk) -> str:
    if walk.person.height_m is None and walk.source.kind == "markers":
        return "not given; lengths in metres come from the markers"
    if walk.person.height_m is None:
        return "not given, so lengths are told per body height only"
    if walk.source.kind == "markers":
        return f"{walk.person.height_m:.2f} m"
    return f"{walk.person.height_m:.2f} m, as given; lengths in metres rest on it"


def _steps(walk: Walk) -> str:
    strikes = sum(e.kind == "foot_strike" for e in walk.events)
    offs = len(walk.events) - strikes
    if not walk.events:
        return "no foot strike was found"
    worst_ms = 1000 * max(e.sd_s for e in walk.events)
    return f"{strikes} foot strikes and {offs} foot offs, each timed to {fixed(worst_ms, 0)} ms or better"
