"""Keypoints of laboratories' walks, from their raw markers and their own models' joint centres.

Nothing here goes through our fitted body, so that what a phone is held against owes nothing to it. Hips are
where Harrington puts them; knees and ankles, elbows, wrists and shoulders where Plug-in Gait does (the
origins FEO, TIO, HUO, RAO and CLO of its segments); the heel is its marker; the big toe's tip lies ahead of
the hallux's marker; the ears lie between the head's markers. Who wore no markers above the pelvis gets a
trunk and arms that are made up.

Data requirements: C3D files with Plug-in Gait's outputs, markers on ASIS and PSIS (or sacrum) and on the
feet, events, and the person's height.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import xarray as xr

from kinechain.errors import InputError
from kinechain.measurement import SIDES, Side
from kinechain.motion.dataset import Floats
from kinechain.motion.files import read_model_outputs, read_motion
from kinechain.motion.markers.lab_frame import WalkFrame, find_walk_frame, to_walk_frame
from kinechain.motion.markers.marker_quality import runs
from kinechain.motion.markers.marker_sets import canonical
from kinechain.validation.keypoint_walk import KEYPOINTS, KeypointWalk
from kinechain.validation.laboratory_view import FURTHEST_HEAD_TILT
from kinechain.validation.plate_contacts import contacts_of, events_on_plates
from kinechain.validation.recordings import Recording, find_recordings
from kinechain.validation.reference import Reference, read_reference
from kinechain.validation.true_event import TrueEvent

# Harrington et al. 2007, J Biomech 40:595: the hip's centre from the middle of the ASIS, in the pelvis's
# axes, as shares of its depth and width, and metres (coefficients from memory).
HIP_BACK, HIP_BACK_M = 0.24, 0.0099
HIP_DOWN, HIP_DOWN_M = 0.30, 0.0109
HIP_ASIDE, HIP_ASIDE_M = 0.33, 0.0073
# Segments whose origin Plug-in Gait puts into the joint that ends them.
ORIGINS = {"knee": "FEO", "ankle": "TIO", "shoulder": "CLO", "elbow": "HUO", "wrist": "RAO"}
# The big toe's tip lies this far (m) ahead of the hallux's marker, or this share of the foot ahead of the
# marker on the forefoot.
TIP_AHEAD_M, TIP_AHEAD = 0.03, 0.3
# A marker that lies less than this (statures) ahead of the heel's is on the midfoot; where the toes are is
# then not known. Forefoot markers of other walks lie at 0.11.
LEAST_FOREFOOT = 0.095
# Gaps (s) in a marker's track of up to this are bridged.
LONGEST_GAP_S = 0.1
# A shank longer than this is not in metres.
LONGEST_SHANK_M = 3.0
# A trunk for those without: above, ahead and aside of the mid hips, in statures (near Winter 2009, fig. 4.1;
# a choice), and arms that swing by this share of the other leg's thigh.
SHOULDERS_UP, SHOULDERS_ASIDE = 0.275, 0.105
EARS_AHEAD, EARS_UP, EARS_ASIDE = 0.012, 0.415, 0.045
UPPER_ARM, FOREARM, ELBOW_DEG, ARM_SWING = 0.186, 0.146, 20.0, 0.6


def laboratory_walks(folder: Path | str) -> list[KeypointWalk]:
    """Every walk over the ground in `folder` whose file tells what is needed, in order.

    Raises `InputError` where there is none.
    """
    folder = Path(folder)
    references = read_reference(folder) if folder.is_dir() else {}
    recordings = find_recordings(folder) if folder.is_dir() else ()
    found = [laboratory_walk(each, references.get(each.name)) for each in recordings]
    walks = [walk for walk in found if walk is not None]
    if not walks:
        raise InputError(f"{folder} holds no C3D file of a walk over the ground with Plug-in Gait's outputs")
    return walks


def laboratory_walk(recording: Recording, reference: Reference | None = None) -> KeypointWalk | None:
    """One walk; None for a treadmill, somebody who stands, and a file without the outputs, markers, events or
    height that are needed. Raises `InputError` for a file that cannot be read.
    """
    if recording.path.suffix.lower() != ".c3d":
        return None
    motion = read_motion(recording.path)
    stature = float(motion.attrs.get("subject", {}).get("height_m", np.nan))
    named = canonical(motion)
    frame = find_walk_frame(named)
    if not frame.walking or frame.belt is not None or not np.isfinite(stature):
        return None
    try:
        outputs = read_model_outputs(recording.path)
    except InputError:
        return None
    walk = to_walk_frame(named, frame)
    events = _events(motion, walk, reference)
    laboratory = _Laboratory(walk, outputs, frame)
    measured = dict(_measured(laboratory, stature))
    if not {f"{side}_{part}" for side in SIDES for part in LEG} <= measured.keys() or not events:
        return None
    tracks = _with_upper_body(measured, stature)
    return KeypointWalk(
        name=recording.path.stem,
        person=recording.person,
        time=laboratory.time,
        tracks={name: tracks[name] for name in KEYPOINTS},
        stature_m=stature,
        rate_hz=float(motion.attrs["fps"]),
        events=events,
        made_up=frozenset(KEYPOINTS) - measured.keys(),
    )


LEG = ("hip", "knee", "ankle", "heel", "foot_index")


@dataclass(frozen=True, eq=False)
class _Laboratory:
    """`walk` holds the raw markers in the walk's frame; `outputs` the laboratory's, in its own."""

    walk: xr.Dataset
    outputs: Mapping[str, Floats]
    frame: WalkFrame

    @property
    def time(self) -> Floats:
        return np.asarray(self.walk["time"].values)

    def marker(self, *names: str) -> Floats | None:
        """The middle of these markers, None where one was not worn."""
        if not set(names) <= set(self.walk["keypoints"].values):
            return None
        places = self.walk["position"].sel(keypoints=list(names)).values
        return _bridged(self.time, np.asarray(places.mean(axis=2)))

    def origin(self, side: Side, segment: str) -> Floats | None:
        """The origin (time, 3) of one of Plug-in Gait's segments, in the walk's frame and m."""
        places, shank = (self.outputs.get(f"{side[0].upper()}{name}") for name in (segment, "TIO"))
        knee = self.outputs.get(f"{side[0].upper()}FEO")
        if places is None or shank is None or knee is None:
            return None
        unit = 0.001 if np.nanmedian(np.linalg.norm(shank - knee, axis=1)) > LONGEST_SHANK_M else 1.0
        frames = np.rint(self.time * self.walk.attrs["fps"]).astype(int)
        turned = unit * places[np.clip(frames, 0, len(places) - 1)] @ self.frame.rotation.T
        return _bridged(self.time, turned - [0.0, 0.0, self.frame.floor_height])

    @property
    def has_broken_head(self) -> bool:
        """Whether the laboratory's own head angle is none that a body can have."""
        tilts = [self.outputs[name][:, 0] for name in ("LHeadAngles", "RHeadAngles") if name in self.outputs]
        return any(abs(np.nanmedian(tilt)) > FURTHEST_HEAD_TILT for tilt in tilts)


def _measured(laboratory: _Laboratory, stature: float) -> Iterator[tuple[str, Floats]]:
    """Each keypoint that the laboratory saw, with its track."""
    for side, hip in zip(SIDES, _hips(laboratory), strict=False):
        yield f"{side}_hip", hip
    for side in SIDES:
        for part, segment in ORIGINS.items():
            if (origin := laboratory.origin(side, segment)) is not None:
                yield f"{side}_{part}", origin
        if (heel := laboratory.marker(f"{side}_heel")) is not None:
            yield f"{side}_heel", heel
            if (tip := _toe_tip(laboratory, side, heel, stature)) is not None:
                yield f"{side}_foot_index", tip
        ear = laboratory.marker(f"{side}_head_front", f"{side}_head_back")
        if ear is not None and not laboratory.has_broken_head:
            yield f"{side}_ear", ear


def _hips(laboratory: _Laboratory) -> Sequence[Floats]:
    """The hips' centres, left and right, (time, 3) each, by Harrington; none without the pelvis's markers."""
    left, right = (laboratory.marker(f"{side}_asis") for side in SIDES)
    behind = laboratory.marker("left_psis", "right_psis")
    behind = laboratory.marker("sacrum") if behind is None else behind
    if left is None or right is None or behind is None:
        return ()
    front = (left + right) / 2
    width = float(np.nanmean(np.linalg.norm(left - right, axis=1)))
    depth = float(np.nanmean(np.linalg.norm(front - behind, axis=1)))
    aside = _units(left - right)
    ahead = front - behind
    ahead = _units(ahead - aside * np.sum(aside * ahead, axis=1, keepdims=True))
    up = np.cross(ahead, aside)
    middle = front - (HIP_BACK * depth + HIP_BACK_M) * ahead - (HIP_DOWN * width + HIP_DOWN_M) * up
    return [middle + way * (HIP_ASIDE * width + HIP_ASIDE_M) * aside for way in (1, -1)]


def _toe_tip(laboratory: _Laboratory, side: Side, heel: Floats, stature: float) -> Floats | None:
    """The big toe's tip, along the line from the heel's marker over that on hallux or forefoot."""
    hallux, forefoot = (laboratory.marker(f"{side}_{name}") for name in ("hallux", "toe"))
    if hallux is not None:
        return np.asarray(hallux + TIP_AHEAD_M * _units(hallux - heel))
    if forefoot is None:
        return None
    line = forefoot - heel
    if np.nanmedian(np.linalg.norm(line, axis=1)) < LEAST_FOREFOOT * stature:
        return None
    return np.asarray(forefoot + TIP_AHEAD * line)


def _with_upper_body(measured: Mapping[str, Floats], stature: float) -> dict[str, Floats]:
    """`measured`, with what is missing of trunk, head and arms made up: rigid above the hips, arms that swing
    with the other leg.
    """
    tracks = dict(measured)
    hips = (tracks["left_hip"] + tracks["right_hip"]) / 2
    for side, way in zip(SIDES, (1, -1), strict=True):
        tracks.setdefault(
            f"{side}_shoulder", hips + stature * np.array([0.0, way * SHOULDERS_ASIDE, SHOULDERS_UP])
        )
    shoulders = (tracks["left_shoulder"] + tracks["right_shoulder"]) / 2
    for side, way in zip(SIDES, (1, -1), strict=True):
        above = np.array([EARS_AHEAD, way * EARS_ASIDE, EARS_UP - SHOULDERS_UP])
        tracks.setdefault(f"{side}_ear", shoulders + stature * above)
        other = "right" if side == "left" else "left"
        thigh = tracks[f"{other}_knee"] - tracks[f"{other}_hip"]
        swing = ARM_SWING * np.arctan2(thigh[:, 0], -thigh[:, 2])
        elbow = tracks[f"{side}_shoulder"] + UPPER_ARM * stature * _hanging(swing)
        tracks.setdefault(f"{side}_elbow", elbow)
        wrist = tracks[f"{side}_elbow"] + FOREARM * stature * _hanging(swing + np.radians(ELBOW_DEG))
        tracks.setdefault(f"{side}_wrist", wrist)
    return tracks


def _hanging(angle: Floats) -> Floats:
    """Unit vectors (time, 3) that hang at an angle (rad), forward positive."""
    return np.stack([np.sin(angle), np.zeros_like(angle), -np.cos(angle)], axis=1)


def _events(motion: xr.Dataset, walk: xr.Dataset, reference: Reference | None) -> tuple[TrueEvent, ...]:
    """The laboratory's events, at a plate's time where one saw them."""
    noted = [TrueEvent(side, kind, time, "noted") for side, kind, time in motion.attrs.get("events", ())]
    if reference:
        noted = list(reference.events)
    contacts = reference.contacts if reference else contacts_of(walk)
    timed = [(events_on_plates([event], contacts) or (event,))[0] for event in noted]
    return tuple(sorted(timed, key=lambda event: event.time_s))


def _bridged(time: Floats, track: Floats) -> Floats:
    """`track` (time, 3) with short gaps bridged; longer ones, and those at its ends, stay NaN."""
    seen = np.isfinite(track).all(axis=1)
    if seen.all() or not seen.any():
        return track
    whole = np.stack([np.interp(time, time[seen], column[seen]) for column in track.T], axis=1)
    for first, end in runs(np.asarray(~seen)):
        inside = first > 0 and end < len(time)
        if not inside or time[end] - time[first - 1] > LONGEST_GAP_S:
            whole[first:end] = np.nan
    return whole


def _units(lines: Floats) -> Floats:
    return np.asarray(lines / np.linalg.norm(lines, axis=1, keepdims=True))
