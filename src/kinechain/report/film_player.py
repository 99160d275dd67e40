"""The walk to look at: a strip of stills, and the frames a small script plays with the skeleton on them."""

import base64
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Final

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from kinechain.capture.film import ROOM, Film, FilmFrame
from kinechain.measurement import Event
from kinechain.motion.dataset import Floats
from kinechain.report.body_film import limbs_over
from kinechain.report.event_timeline import EventTimeline, event_timeline, event_words
from kinechain.report.number_format import seconds
from kinechain.report.plain_words import sentence
from kinechain.report.skeleton import BONES, Bone, bones_of

STILLS: Final = 8
_FEWEST_EVENTS: Final = 6
PICTURE_BYTES: Final = 4_100_000
"""What the pictures may weigh together before they are encoded, which adds a third: with the rest of
the report the file stays under 6 MB."""


@dataclass(frozen=True, slots=True)
class Still:
    """One picture of the strip. `frame` is its number in the clip."""

    frame: int
    image: str
    caption: str
    time: str
    side: str
    bones: tuple[Bone, ...]


@dataclass(frozen=True, slots=True)
class PlayerFrames:
    """What the script plays: times in seconds, landmarks as flat x, y lists with None for unseen, and
    pictures as base64, empty for those that the strip already holds. `fitted` are the same points of the body
    that was fitted, none without one, and `limbs` pairs of them with a side and a width in pixels.
    """

    width: int
    height: int
    times: tuple[float, ...]
    points: tuple[tuple[float | None, ...], ...]
    images: tuple[str, ...]
    bones: tuple[tuple[int, int, str], ...]
    events: tuple[tuple[float, str], ...]
    fitted: tuple[tuple[float | None, ...], ...]
    limbs: tuple[tuple[int, int, str, float], ...]


@dataclass(frozen=True, slots=True)
class FilmPlayer:
    """The strip, the player and the timeline of one film."""

    width: int
    height: int
    stills: tuple[Still, ...]
    frames: PlayerFrames
    timeline: EventTimeline | None


def film_player(film: Film, events: Sequence[Event]) -> FilmPlayer | None:
    """The film with its events, both in seconds from the first frame of the file. None for an empty film."""
    frames = frames_that_fit(film.frames, PICTURE_BYTES)
    if not frames:
        return None
    chosen = _moments(frames, events)
    stills = tuple(_still(index, frames[index], caption) for index, caption in chosen)
    first_s, last_s = frames[0].time_s, frames[-1].time_s
    return FilmPlayer(
        width=film.width,
        height=film.height,
        stills=stills,
        frames=_player_frames(film, frames, events, {still.frame for still in stills}),
        timeline=event_timeline(events, first_s, last_s),
    )


def frames_json(frames: PlayerFrames) -> Markup:
    """The frames as JSON that cannot end the element it stands in."""
    return htmlsafe_json_dumps(asdict(frames), separators=(",", ":"))


def frames_that_fit(frames: Sequence[FilmFrame], most_bytes: int) -> tuple[FilmFrame, ...]:
    """The frames, thinned evenly until their pictures together weigh no more than `most_bytes`."""
    weight = sum(len(frame.image) for frame in frames)
    every = max(1, math.ceil(weight / most_bytes))
    while sum(len(frame.image) for frame in frames[::every]) > most_bytes and every < len(frames):
        every += 1
    return tuple(frames[::every])


def _moments(frames: Sequence[FilmFrame], events: Sequence[Event]) -> list[tuple[int, Event | None]]:
    """The frames to show: at consecutive events from the middle of the walk, or else evenly spaced."""
    first_s, last_s = frames[0].time_s, frames[-1].time_s
    within = sorted((e for e in events if first_s <= e.time_s <= last_s), key=lambda e: e.time_s)
    if len(within) >= _FEWEST_EVENTS:
        skip = max(0, (len(within) - STILLS) // 2)
        found = {_nearest(frames, e.time_s): e for e in within[skip : skip + STILLS]}
        return sorted(found.items())
    count = min(STILLS, len(frames))
    return [(round(k * (len(frames) - 1) / max(count - 1, 1)), None) for k in range(count)]


def _nearest(frames: Sequence[FilmFrame], time_s: float) -> int:
    return min(range(len(frames)), key=lambda k: abs(frames[k].time_s - time_s))


def _still(index: int, frame: FilmFrame, event: Event | None) -> Still:
    return Still(
        frame=index,
        image=_encoded(frame),
        caption=sentence(event_words(event)) if event else "",
        time=seconds(frame.time_s),
        side=event.side if event else "",
        bones=bones_of(frame),
    )


def _player_frames(
    film: Film, frames: Sequence[FilmFrame], events: Sequence[Event], on_strip: set[int]
) -> PlayerFrames:
    return PlayerFrames(
        width=film.width,
        height=film.height,
        times=tuple(round(frame.time_s, 3) for frame in frames),
        points=tuple(_points(frame.keypoints) for frame in frames),
        images=tuple("" if k in on_strip else _encoded(frame) for k, frame in enumerate(frames)),
        bones=BONES,
        events=tuple((round(e.time_s, 3), event_words(e)) for e in events),
        fitted=tuple(_points(frame.fitted) for frame in frames if frame.fitted is not None),
        limbs=tuple(limbs_over(film.height / ROOM)),
    )


def _points(keypoints: Floats) -> tuple[float | None, ...]:
    flat = (round(float(v), 1) for v in keypoints.ravel())
    return tuple(v if math.isfinite(v) else None for v in flat)


def _encoded(frame: FilmFrame) -> str:
    return base64.b64encode(frame.image).decode("ascii")
