"""A walker who is not there: a body that walks, filmed, with the truth beside the film."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np

from kinechain.errors import InputError
from kinechain.measurement import SIDES, Side
from kinechain.motion.camera import CROPPED, FILM_DIAGONAL_MM, STATED_SD
from kinechain.motion.dataset import Floats
from kinechain.rendering.body_mesh import BodyMesh, load_body
from kinechain.rendering.camera import Camera, looking_at, shaken
from kinechain.rendering.clip_writer import COMPRESSIONS, Picture, write_clip
from kinechain.rendering.clothing import dress
from kinechain.rendering.figure import Figure
from kinechain.rendering.keypoint_places import keypoint_tracks, skin_points
from kinechain.rendering.outfit import OUTFITS
from kinechain.rendering.places import PLACES
from kinechain.rendering.rig import Pose
from kinechain.rendering.stage import Stage
from kinechain.rendering.turn import turn
from kinechain.validation.rendered_changes import CHANGES
from kinechain.validation.rendered_course import Course, Walked, walked
from kinechain.validation.rendered_cycle import GaitCycle, laboratory_cycle
from kinechain.validation.rendered_synthetic import synthetic_cycle
from kinechain.validation.rendered_truth import RenderedPass, RenderedTruth

# Folder of the bodies, and of laboratories' walks, in the folder of the validation's data.
BODIES_FOLDER, WALKS_PATTERN = "rendered_bodies", "biomechzoo/raw_c3d_files/*/Straight/*.c3d"
SYNTHETIC = "synthetic"
# Truth is finer than the film by the least whole number that makes it this fine (Hz).
FINE_HZ = 120.0
# What a phone looks at: this height (m) over the middle of the walk.
LOOKED_AT = 0.92
STEP_WIDTH = 0.055  # statures
# Changes when a clip drawn before would now look different, so that it is drawn anew.
VERSION = 4


@dataclass(frozen=True, slots=True)
class WalkPlan:
    """What is filmed and how. `walk`: the beginning of a laboratory file's name, or ``synthetic``. `yaw`
    (deg): the way of the first pass, 0 to the right across the picture, 90 away. `distance`, `camera_height`
    in metres; `focal` as a share of the picture's width, noted in the file if it is `focal_told`; `shake` in
    degrees sd; `pass_m` is how far each pass goes.
    """

    body: str = "m_avg"
    stature: float = 1.74
    outfit: str = "jeans"
    walk: str = SYNTHETIC
    changes: str = "none"
    passes: int = 2
    pass_m: float = 5.0
    yaw: float = 0.0
    distance: float = 4.8
    camera_height: float = 1.2
    focal: float = 0.75
    roll: float = 0.0
    shake: float = 0.15
    scene: str = "living_room"
    fps: int = 30
    compression: str = "usual"
    noise: float = 2.5
    size: tuple[int, int] = (1280, 720)
    seed: int = 0
    focal_told: bool = field(default=False, repr=False)

    @property
    def key(self) -> str:
        """A short name that differs between plans."""
        digest = hashlib.sha256(f"{VERSION}{self!r}".encode()).hexdigest()[:8]
        told = "_focal" if self.focal_told else ""
        return f"{self.body}_{self.walk}_{self.changes}_{self.yaw:.0f}_{self.scene}_{digest}{told}"


@dataclass(frozen=True, slots=True, eq=False)
class RenderedWalk:
    """A clip and what is known of it."""

    plan: WalkPlan
    clip: Path
    truth: RenderedTruth


def render_walk(plan: WalkPlan, data: Path, folder: Path) -> RenderedWalk:
    """Films a plan into `folder`, or takes the clip that was drawn there before.

    `data` holds the bodies and the laboratories' walks. Raises `InputError` where they are missing or nothing
    can be drawn.
    """
    folder.mkdir(parents=True, exist_ok=True)
    clip = folder / f"{plan.key}.mp4"
    body = load_body(data / BODIES_FOLDER, plan.body, plan.stature)
    figure = dress(body, OUTFITS[plan.outfit])
    truth, poses = enact(plan, body, figure, find_cycle(data, plan.walk))
    if not clip.is_file():
        write_clip(
            _pictures(plan, figure, poses, truth),
            clip,
            fps=plan.fps,
            compression=COMPRESSIONS[plan.compression],
            noise=plan.noise,
            seed=plan.seed,
            focal_35mm=_equivalent_mm(plan) if plan.focal_told else None,
        )
    return RenderedWalk(plan, clip, truth)


@lru_cache(maxsize=16)
def find_cycle(data: Path, walk: str) -> GaitCycle:
    """A laboratory's walk by the beginning of its file's name, or the synthetic one."""
    if walk == SYNTHETIC:
        return synthetic_cycle()
    found = sorted(path for path in data.glob(WALKS_PATTERN) if path.name.startswith(walk))
    if not found:
        raise InputError(f"{data} holds no walk named {walk} ({WALKS_PATTERN})")
    return laboratory_cycle(found[0])


def enact(plan: WalkPlan, body: BodyMesh, figure: Figure, cycle: GaitCycle) -> tuple[RenderedTruth, Pose]:
    """The walk in the scene: its truth, and the figure's pose at each of the truth's times."""
    rng = np.random.default_rng(plan.seed)
    fine = int(np.ceil(FINE_HZ / plan.fps))
    course = Course(plan.passes, plan.pass_m / _speed(plan, figure, cycle), start=float(rng.uniform()))
    count = int(course.duration_s * plan.fps)
    time = np.arange(count * fine) / (plan.fps * fine)
    walk = walked(
        figure, cycle, CHANGES[plan.changes], course, time, step_width=STEP_WIDTH * body.stature, rng=rng
    )
    poses = _in_scene(plan, walk, course, time)
    frames, camera = np.arange(count) * fine, _camera(plan)
    cameras = shaken(camera, time[frames], plan.shake, rng) if plan.shake else [camera] * count
    truth = RenderedTruth(
        time=time,
        tracks=keypoint_tracks(body, poses),
        events=walk.events,
        passes=tuple(_passes(plan, course)),
        stature=body.stature,
        sole_offsets=sole_offsets(body),
        frames=frames,
        cameras=tuple(cameras),
    )
    return truth, poses


def _passes(plan: WalkPlan, course: Course) -> Iterator[RenderedPass]:
    for number, (start, end) in enumerate(course.spans()):
        yield RenderedPass(start, end, (plan.yaw + 180 * number + 180) % 360 - 180)


def _speed(plan: WalkPlan, figure: Figure, cycle: GaitCycle) -> float:
    """Metres a second, from two strides."""
    time = np.arange(0, 2 * cycle.stride_s, 1 / FINE_HZ)
    course = Course(1, float(time[-1]))
    walk = walked(figure, cycle, CHANGES[plan.changes], course, time, step_width=STEP_WIDTH * plan.stature)
    return float((walk.poses.root[-1, 0] - walk.poses.root[0, 0]) / (time[-1] - time[0]))


def _in_scene(plan: WalkPlan, walk: Walked, course: Course, time: Floats) -> Pose:
    """The walk turned to its yaw, the middle of its passes at the scene's origin."""
    straight = np.any([(time >= start) & (time <= end) for start, end in course.spans()], axis=0)
    way = walk.poses.root[straight]
    middle = np.array([way[:, 0].min() + way[:, 0].max(), way[:, 1].min() + way[:, 1].max(), 0.0]) / 2
    about = turn("z", plan.yaw)
    # A shoe's sole is under the bare foot's: the figure stands on the floor as it is.
    return Pose(about @ walk.poses.turns, (walk.poses.root - middle) @ about.T)


def _camera(plan: WalkPlan) -> Camera:
    return looking_at(
        (0.0, -plan.distance, plan.camera_height),
        (0.0, 0.0, LOOKED_AT),
        focal_px=plan.focal * plan.size[0],
        size=plan.size,
        roll=plan.roll,
    )


def _equivalent_mm(plan: WalkPlan) -> float:
    """What a phone would say of its lens, a little off as phones are."""
    px = plan.focal * plan.size[0] * np.exp(STATED_SD * np.random.default_rng(plan.seed).standard_normal())
    return float(px / CROPPED * FILM_DIAGONAL_MM / np.hypot(*plan.size))


def sole_offsets(body: BodyMesh) -> dict[Side, float]:
    """What the line from heel to toe tip shows of a flat foot, degrees."""
    points = skin_points(body)
    places = dict(zip(points.names, points.places, strict=True))
    lines = {side: places[f"{side}_foot_index"] - places[f"{side}_heel"] for side in SIDES}
    return {side: float(np.degrees(np.arctan2(line[2], line[0]))) for side, line in lines.items()}


def _pictures(plan: WalkPlan, figure: Figure, poses: Pose, truth: RenderedTruth) -> Iterator[Picture]:
    with Stage(figure, PLACES[plan.scene](), plan.size) as stage:
        for number, camera in zip(truth.frames, truth.cameras, strict=True):
            yield stage.picture(poses.at(int(number)), camera)
