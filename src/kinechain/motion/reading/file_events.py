"""Foot strikes and foot offs that a laboratory noted in a C3D file."""

import re

import numpy as np

from kinechain.motion.reading.c3d_file import C3DFile

STRIKE = re.compile(r"foot ?strike|heel ?strike|initial ?contact|(foot )?contact|touch ?down|fs|hs|ic|td")
OFF = re.compile(r"foot ?off|toe ?off|lift ?off|terminal ?contact|fo|to|tc")
SIDES = {"left": "left", "l": "left", "right": "right", "r": "right"}
MOST_EVENTS = 10_000
# The file's times are rounded to about a frame.
NEAR_S = 0.02

FootEvent = tuple[str, str, float]


def read_events(file: C3DFile, person: str, frames: int) -> list[FootEvent]:
    """Side, kind (``foot_strike`` or ``foot_off``) and time in seconds from the file's first frame, in order.

    Events of another subject than `person`, of no side or of another kind are left out, as are those
    outside the file.
    """
    found = _from_group(file, person) or _from_header(file)
    start_s = (file.first_frame - 1) / file.rate_hz  # a C3D counts its time from frame 1
    end_s = (frames - 1) / file.rate_hz
    # Single precision made 1.35 s of a file 1.35000002.
    placed = [(side, kind, round(time - start_s, 5)) for side, kind, time in found]
    inside = {event for event in placed if -NEAR_S <= event[2] <= end_s + NEAR_S}
    return sorted(inside, key=lambda event: event[2])


def _from_group(file: C3DFile, person: str) -> list[FootEvent]:
    labels, contexts = file.texts("EVENT", "LABELS"), file.texts("EVENT", "CONTEXTS")
    subjects = file.texts("EVENT", "SUBJECTS")
    parts = [file.numbers("EVENT", name).ravel(order="F") for name in ("TIMES", "TIMES2", "TIMES3")]
    whole = np.concatenate([part[: len(part) // 2 * 2] for part in parts]).reshape(-1, 2)
    found: list[FootEvent] = []
    for index, (minutes, seconds) in enumerate(whole[:MOST_EVENTS].tolist()):
        if index >= min(len(labels), len(contexts)) or not np.isfinite([minutes, seconds]).all():
            continue
        subject = subjects[index] if index < len(subjects) else ""
        side, kind = SIDES.get(contexts[index].strip().lower()), _kind(labels[index])
        if side and kind and (not person or subject in {"", person}):
            found.append((side, kind, 60 * minutes + seconds))
    return found


def _from_header(file: C3DFile) -> list[FootEvent]:
    """Old files: four letters such as RHS, LTO."""
    found: list[FootEvent] = []
    for label, time in file.header_events:
        side, kind = SIDES.get(label[:1].lower()), _kind(label[1:])
        if side and kind and np.isfinite(time):
            found.append((side, kind, time))
    return found


def _kind(label: str) -> str | None:
    name = re.sub(r"[\s_-]+", " ", label).strip().lower()
    name = re.sub(r"^(left|right) ", "", name)
    if STRIKE.fullmatch(name):
        return "foot_strike"
    return "foot_off" if OFF.fullmatch(name) else None
