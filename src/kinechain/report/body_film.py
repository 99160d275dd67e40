"""The fitted body as a film: where no camera was, the walk is drawn from the side instead."""

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from kinechain.capture.film import HEIGHT, MOST_FRAMES, WIDTH, Film, FilmFrame
from kinechain.measurement import SIDES
from kinechain.motion.keypoints import INDEX, KEYPOINTS

if TYPE_CHECKING:
    from kinechain.body.fitted_body import FittedBody

Floats = NDArray[np.float64]
FASTEST_HZ = 30.0
# Height of the picture in heights of the body, and where the floor lies in it.
ROOM, FLOOR_AT = 1.25, 0.92
# Drawn larger and then made smaller, so that edges are smooth.
FINER = 3
QUALITY = 80
# Colours of the drawing: it stands on its own ground in a light and in a dark page.
SKY, GROUND, LINE = (238, 241, 244), (214, 219, 224), (170, 178, 186)
FAR, NEAR, TRUNK = (176, 188, 200), (92, 116, 140), (120, 140, 160)
# Limbs as pairs of points with their thickness in heights of the body.
LEG = (("hip", "knee", 0.075), ("knee", "ankle", 0.052), ("ankle", "heel", 0.03))
FOOT = (("heel", "foot_index", 0.028), ("ankle", "foot_index", 0.03))
SOLE = ("ankle", "heel", "foot_index")
ARM = (("shoulder", "elbow", 0.042), ("elbow", "wrist", 0.034))
SPINE = (("hip", "shoulder", 0.11), ("shoulder", "ear", 0.05))
HEAD_RADIUS = 0.058
# Where the body lies over a picture, its trunk is drawn as these lines, of this thickness.
TRUNK_OVER = (
    ("left_hip", "right_hip"),
    ("left_shoulder", "right_shoulder"),
    *((f"{side}_hip", f"{side}_shoulder") for side in SIDES),
    *((f"{side}_shoulder", f"{side}_ear") for side in SIDES),
)
TRUNK_WIDTH = 0.05
# Metres between the floor's marks.
MARKS_M = 0.5


def draw_film(time: Floats, points: Mapping[str, Floats]) -> Film:
    """The body seen from its right side, walking to the right.

    `time` has shape (n,), in seconds from the first frame of the file; `points` maps names of `KEYPOINTS` to
    tracks of shape (n, 3) in the walk's frame (forward, left, up; metres), NaN where not known. A part
    whose points are not there is left out. The floor's marks are half a metre apart.
    """
    step = max(1, round((1 / FASTEST_HZ) / float(np.median(np.diff(time)))), -(-len(time) // MOST_FRAMES))
    chosen = np.arange(0, len(time), step)
    tracks = {name: np.asarray(track)[chosen] for name, track in points.items() if name in INDEX}
    height = _height(tracks)
    pictures = []
    for k in range(len(chosen)):
        place = {name: track[k] for name, track in tracks.items() if np.isfinite(track[k]).all()}
        pictures.append(_frame(float(time[chosen[k]]), place, height))
    return Film(WIDTH, HEIGHT, tuple(pictures))


def limbs_over(height_px: float) -> Iterator[tuple[int, int, str, float]]:
    """The parts of a body `height_px` tall that lies over a picture: numbers of two keypoints, the side that
    colours it, and its width in pixels.
    """
    for side in SIDES:
        for start, end, thickness in (*LEG, *FOOT, *ARM):
            yield INDEX[f"{side}_{start}"], INDEX[f"{side}_{end}"], side, round(thickness * height_px, 1)
    for one, other in TRUNK_OVER:
        yield INDEX[one], INDEX[other], "middle", round(TRUNK_WIDTH * height_px, 1)


# Where a part of the drawing lies on the fitted body, and the coordinate without which it is not known.
PLACES = {
    "hip": ("hip", "pelvis_tilt"),
    "knee": ("knee", "{side}_hip_flexion"),
    "ankle": ("ankle", "{side}_knee_flexion"),
    "heel": ("heel", "{side}_ankle_dorsiflexion"),
    "foot_index": ("toe_tip", "{side}_ankle_dorsiflexion"),
    "shoulder": ("shoulder", "thorax_flexion"),
    "elbow": ("elbow", "{side}_shoulder_flexion"),
    "wrist": ("wrist", "{side}_elbow_flexion"),
    "ear": ("ear", "neck_flexion"),
}


def body_points(fitted: "FittedBody") -> dict[str, Floats]:
    """The tracks that `draw_film` wants, (T, 3) m, of the parts that the fit knows."""
    names = fitted.chain.coordinate_names
    points = {}
    for side in SIDES:
        for part, (place, needs) in PLACES.items():
            coordinate = needs.format(side=side)
            if coordinate in names and fitted.is_known(coordinate):
                points[f"{side}_{part}"] = fitted.point(f"{side}_{place}")
    return points


def _height(tracks: Mapping[str, Floats]) -> float:
    """From the floor to a little above the highest point."""
    return float(np.nanmax([np.nanmax(track[:, 2]) for track in tracks.values()])) * 1.06


def _frame(time_s: float, place: Mapping[str, Floats], height: float) -> FilmFrame:
    scale = HEIGHT / (ROOM * height)
    middle = float(np.mean([point[0] for name, point in place.items() if "hip" in name] or [0.0]))
    seen = {
        name: ((point[0] - middle) * scale + WIDTH / 2, FLOOR_AT * HEIGHT - point[2] * scale)
        for name, point in place.items()
    }
    keypoints = np.full((len(KEYPOINTS), 2), np.nan)
    for name, spot in seen.items():
        keypoints[INDEX[name]] = spot
    picture = Image.new("RGB", (WIDTH * FINER, HEIGHT * FINER), SKY)
    draw = ImageDraw.Draw(picture)
    _draw_floor(draw, middle, scale)
    _draw_body(draw, seen, height * scale)
    out = io.BytesIO()
    picture.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(out, "WEBP", quality=QUALITY, method=0)
    return FilmFrame(time_s, out.getvalue(), keypoints)


def _draw_floor(draw: ImageDraw.ImageDraw, middle: float, scale: float) -> None:
    floor = FLOOR_AT * HEIGHT * FINER
    draw.rectangle((0, floor, WIDTH * FINER, HEIGHT * FINER), fill=GROUND)
    draw.line((0, floor, WIDTH * FINER, floor), fill=LINE, width=FINER)
    half = WIDTH / 2 / scale
    for mark in np.arange(np.floor((middle - half) / MARKS_M), (middle + half) / MARKS_M + 1):
        x = ((mark * MARKS_M - middle) * scale + WIDTH / 2) * FINER
        draw.line((x, floor, x, floor + 8 * FINER), fill=LINE, width=FINER)


def _draw_body(draw: ImageDraw.ImageDraw, seen: Mapping[str, tuple[float, float]], height_px: float) -> None:
    for side, colour in (("left", FAR), ("right", NEAR)):
        if side == "right":
            _draw_trunk(draw, seen, height_px)
        for start, end, thickness in (*LEG, *FOOT, *ARM):
            ends = [seen[name] for name in (f"{side}_{start}", f"{side}_{end}") if name in seen]
            _limb(draw, ends, thickness * height_px, colour)
        sole = [seen[name] for part in SOLE if (name := f"{side}_{part}") in seen]
        if len(sole) == len(SOLE):
            draw.polygon([(x * FINER, y * FINER) for x, y in sole], fill=colour)


def _draw_trunk(draw: ImageDraw.ImageDraw, seen: Mapping[str, tuple[float, float]], height_px: float) -> None:
    middles = {
        part: np.mean([seen[f"left_{part}"], seen[f"right_{part}"]], axis=0).tolist()
        for part in ("hip", "shoulder", "ear")
        if f"left_{part}" in seen and f"right_{part}" in seen
    }
    for start, end, thickness in SPINE:
        ends = [middles[part] for part in (start, end) if part in middles]
        _limb(draw, ends, thickness * height_px, TRUNK)
    if "ear" in middles:
        x, y = (v * FINER for v in middles["ear"])
        radius = HEAD_RADIUS * height_px * FINER
        draw.ellipse((x - radius, y - radius * 1.2, x + radius, y + radius), fill=TRUNK)


def _limb(
    draw: ImageDraw.ImageDraw,
    ends: Sequence[Sequence[float]],
    thickness: float,
    colour: tuple[int, int, int],
) -> None:
    """A line with round ends, where both are known."""
    if len(ends) < 2:
        return
    (x1, y1), (x2, y2) = ((x * FINER, y * FINER) for x, y in ends)
    draw.line((x1, y1, x2, y2), fill=colour, width=max(1, round(thickness * FINER)))
    radius = thickness * FINER / 2
    for x, y in ((x1, y1), (x2, y2)):
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)
