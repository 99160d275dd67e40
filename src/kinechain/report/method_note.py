"""How this was measured, in a few facts, and what that way of measuring can never see."""

from dataclasses import dataclass
from typing import Final

from kinechain.gait.walk import Source, Walk
from kinechain.report.number_format import fixed
from kinechain.report.plain_words import sentence

# What simulated and rendered walkers, whose truth is known, showed to be out of one camera's reach.
ONE_CAMERA_CANNOT_SEE: Final = (
    "How tall somebody is: small and near looks like tall and far. Lengths rest on the height that is given.",
    "Turning of leg or foot about its own length: it hardly changes the picture.",
    "The true tilt of the pelvis, and so the true angle of the hip; the thigh is measured instead.",
    "The bend of the big toe itself: a video sees the heel and the tip of the foot, not the joint between.",
    "How steeply the foot tips at push-off, once the camera stands more than 20 or 30 degrees off the side.",
    "Whether one stride's ankle or trailing thigh is usual: healthy people differ by less than the error.",
    "Small left and right differences of one stride in ankle, thigh or stance: they are below the error too.",
    "A laboratory's own angles of trunk and head: its markers sit elsewhere, so they differ by 4 to 9°.",
    "Forces, muscles and nerves: what pushes, what pulls and what hurts cannot be seen.",
)

PHOTOS_CANNOT_SEE: Final = (
    "How somebody stands on other days, or unwatched: a photo is one moment.",
    "How tall somebody is: lengths rest on the height that is given.",
    "Turning of the body out of the picture's plane: it makes widths and angles look smaller.",
    "The bones under skin and clothes, and where the neck ends: that needs a finger on it.",
    "Forces, muscles and nerves: what pushes, what pulls and what hurts cannot be seen.",
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
    if walk.source.kind == "photo":
        return Blind("Photos cannot see", PHOTOS_CANNOT_SEE)
    return Blind("One camera cannot see", ONE_CAMERA_CANNOT_SEE)


ONE_BODY: Final = (
    "One body fits all pictures at once: how it moved and where the camera stood follow together, and every "
    "number is read off that body, not off the picture."
)

OF_A_FILM: Final = "what else the body may have done and still look the same to this camera"
OF_PHOTOS: Final = "what else the camera and the body may have been and still give the same photo"
OF_MARKERS: Final = "what else the body may have done with its markers in the same places"
ERROR_PARTS: Final = (
    "An error joins three parts: how much {ones} differ from each other; {left_open}; and how far this "
    "method was off where the truth is known. More {ones} make the first smaller, a better recording the "
    "second, and nothing the third."
)
NETWORK: Final = (
    "Probabilities come from a network of published findings; their ranges show how far those findings leave "
    "them open."
)

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


def about_errors(walk: Walk | None) -> tuple[str, ...]:
    """What the errors and the probabilities are made of."""
    if walk is None:
        return (NETWORK,)
    if walk.source.kind == "photo":
        return (ERROR_PARTS.format(ones="photos", left_open=OF_PHOTOS), NETWORK)
    left_open = OF_MARKERS if walk.source.kind == "markers" else OF_A_FILM
    return (ERROR_PARTS.format(ones="strides", left_open=left_open), NETWORK)


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the method: what, and its value."""

    name: str
    value: str


def method_facts(walk: Walk) -> tuple[Fact, ...]:
    """Where the motion came from and how it became numbers, in the order in which one asks."""
    facts = [Fact("Recorded", _recorded(walk)), *_of_clips(walk)]
    if walk.direction:
        facts.append(Fact("Walking", _walking(walk)))
    facts.append(Fact("Height", _height(walk)))
    if walk.source.kind != "photo":
        facts.append(Fact("Steps", _steps(walk)))
    if methods := _methods(walk):
        facts.append(Fact("Methods", methods))
    return tuple(facts)


def _methods(walk: Walk) -> str:
    methods = dict.fromkeys(m.method for m in walk.measurements if m.value is not None and m.method)
    named = sentence("; ".join(methods))
    return f"{named}. {ONE_BODY}" if named and walk.source.kind == "video" else named


def _recorded(walk: Walk) -> str:
    if walk.more_sources:
        every = (walk.source, *walk.more_sources)
        photos = sum(source.kind == "photo" for source in every)
        counts = ((len(every) - photos, "clip"), (photos, "photo"))
        told = [f"{count} {name}{'' if count == 1 else 's'}" for count, name in counts if count]
        return f"{' and '.join(told)} of one person, measured together"
    return f"{_KINDS.get(walk.source.kind, walk.source.kind)}, {walk.source.file}"


def _of_clips(walk: Walk) -> list[Fact]:
    """How long, and from where."""
    if walk.more_sources:
        return [
            Fact(f"{'Photo' if source.kind == 'photo' else 'Clip'} {number}", _of_source(source))
            for number, source in enumerate((walk.source, *walk.more_sources), 1)
        ]
    if walk.source.kind == "photo":
        return [Fact("Seen", _seen(walk.source))]
    facts = [Fact("Length", _length(walk.source))]
    return [*facts, Fact("Seen", _seen(walk.source))] if walk.source.kind == "video" else facts


def _of_source(source: Source) -> str:
    length = () if source.kind == "photo" else (_length(source),)
    return ", ".join((source.file, _seen(source), *length))


def _seen(source: Source) -> str:
    return _VIEWS[source.view] if source.view else "from a side that could not be told"


def _length(source: Source) -> str:
    if source.rate_hz <= 0:
        return f"{source.frames} frames"
    duration = fixed(source.frames / source.rate_hz, 1)
    return f"{duration} s: {source.frames} frames at {source.rate_hz:.4g} a second"


def _walking(walk: Walk) -> str:
    begin, end = (fixed(moment, 1) for moment in walk.span)
    way = _WAYS.get(walk.direction or "", "") or walk.direction
    return f"{way}, measured from {begin} to {end} s{_in_the_first(walk)}"


def _in_the_first(walk: Walk) -> str:
    return " of the first clip" if walk.more_sources else ""


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
    counted = f"{strikes} foot strikes and {offs} foot offs{_in_the_first(walk)}"
    return f"{counted}, each timed to {fixed(worst_ms, 0)} ms or better"
