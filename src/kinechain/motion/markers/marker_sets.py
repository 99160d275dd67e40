"""Recognising a laboratory's marker set, and giving its markers kinechain's names."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import xarray as xr

from kinechain.errors import InputError
from kinechain.motion.labels import is_unlabelled
from kinechain.motion.markers.marker_labels import readings, subject_of
from kinechain.motion.markers.marker_table import SIDES, Ability, MarkerTable, marker_table
from kinechain.printable import printable

# Fewer landmarks than these are a coincidence of names, not a marker set.
FEWEST = 4
# How many names a message lists before it only counts.
LISTED = 8


@dataclass(frozen=True, slots=True)
class Recognition:
    """What a file's labels mean.

    `marker_set` is the set's title; `names` maps the labels that are used to kinechain's names, each of which
    occurs once. `twins` are labels that mean the same as a used one, `unknown` those that mean nothing known,
    `missing` what the set usually has on those parts of the body that this file shows. `can_measure` and
    `cannot_measure` are plain lines.
    """

    marker_set: str
    names: dict[str, str]
    twins: tuple[str, ...]
    unknown: tuple[str, ...]
    missing: tuple[str, ...]
    can_measure: tuple[str, ...]
    cannot_measure: tuple[str, ...]


def recognise(labels: Iterable[str], seen: Mapping[str, float] | None = None) -> Recognition:
    """The marker set that knows most of `labels`, and what each label means.

    A label that this set does not know keeps the meaning on which all other sets that know it agree. Of two
    labels with one meaning the one that is seen more counts (`seen`: share of frames, 0 to 1); of two that
    are seen equally the one that ``marker_sets.yaml`` names first. Labels of several subjects must be parted
    before.

    Data requirements: none; fewer than `FEWEST` known labels make an empty recognition, without a set's name.
    """
    table = marker_table()
    named = [label for label in dict.fromkeys(labels) if not is_unlabelled(label)]
    meanings = {key: _meanings(named, key) for key in table.sets}
    # Of sets that know as many labels, the one of which less is missing.
    best = max(table.sets, key=lambda key: (len(meanings[key]), -len(_missing(table, key, meanings[key]))))
    known = {**_agreed(meanings), **meanings[best]}
    merged = {label: known[label] for label in named if label in known}
    names = _one_label_each(merged, seen or {})
    present = set(names.values())
    enough = len(present) >= FEWEST
    can, cannot = _abilities(table, present)
    return Recognition(
        marker_set=table.sets[best].title if enough else "",
        names=names,
        twins=tuple(label for label in merged if label not in names),
        unknown=tuple(label for label in named if label not in merged and not _is_unused(label)),
        missing=_missing(table, best, merged) if enough else (),
        can_measure=can,
        cannot_measure=cannot,
    )


def canonical(motion: xr.Dataset) -> xr.Dataset:
    """`motion` with its keypoints under kinechain's names; those without a meaning are left out, with a
    warning.

    Of several subjects in one file (``Anna:LASI``, ``Ben:LASI``) the best-seen one is kept. Everything else
    in the dataset stays as it is. Attribute ``marker_set`` gets the set's title.

    Data requirements: `position` (time, space, keypoints), keypoints under any known set's labels.

    Raises
    ------
    InputError
        If the marker set is not known: with what was found, what is missing and what could still be measured.

    """
    labels = [str(label) for label in motion["keypoints"].values]
    seen = dict(zip(labels, _seen_share(motion), strict=True))
    subject, others = _best_seen_subject(labels, seen)
    chosen = [label for label in labels if subject_of(label) in {subject, ""}]
    found = recognise(chosen, seen)
    if not found.marker_set or not found.can_measure:
        raise InputError(_refusal(labels, found))
    warnings = [*motion.attrs.get("warnings", []), *_warnings(found, subject, others)]
    kept = motion.sel(keypoints=list(found.names))
    kept = kept.assign_coords(keypoints=list(found.names.values()))
    return kept.assign_attrs(marker_set=found.marker_set, warnings=warnings)


@cache
def _meaning(label: str, set_key: str) -> tuple[str, int] | None:
    """What a label means in one set, and the label's rank among those that mean it."""
    table = marker_table()
    stems = table.sets[set_key].stems
    for side, stem in readings(label):
        for name, rank in stems.get(stem, ()):
            if (side is None) == (name in table.midline):
                return (name if side is None else f"{side}_{name}"), rank
    return None


def _meanings(labels: Iterable[str], set_key: str) -> dict[str, tuple[str, int]]:
    found = ((label, _meaning(label, set_key)) for label in labels)
    return {label: meaning for label, meaning in found if meaning is not None}


def _agreed(meanings: Mapping[str, dict[str, tuple[str, int]]]) -> dict[str, tuple[str, int]]:
    """What labels mean to all sets that know them."""
    said: dict[str, set[str]] = {}
    for of_set in meanings.values():
        for label, (name, _) in of_set.items():
            if not _is_unused(label):
                said.setdefault(label, set()).add(name)
    # Ranked behind the labels of the recognised set.
    return {label: (min(names), 100) for label, names in said.items() if len(names) == 1}


def _one_label_each(merged: Mapping[str, tuple[str, int]], seen: Mapping[str, float]) -> dict[str, str]:
    chosen: dict[str, str] = {}
    ranked = sorted(merged, key=lambda label: (-round(seen.get(label, 1.0), 2), merged[label][1]))
    for label in ranked:
        chosen.setdefault(merged[label][0], label)
    kept = {label: name for name, label in chosen.items()}
    return {label: kept[label] for label in merged if label in kept}


@cache
def _unused() -> frozenset[tuple[bool, str]]:
    unused = marker_table().unused
    return frozenset(
        [(True, label.replace("_", "").casefold()) for label in unused.sided]
        + [(False, label.replace("_", "").casefold()) for label in unused.midline]
    )


def _is_unused(label: str) -> bool:
    return any((side is not None, stem) in _unused() for side, stem in readings(label))


def _unsided(name: str) -> str:
    side, _, rest = name.partition("_")
    return rest if side in SIDES and name not in marker_table().midline else name


def _missing(table: MarkerTable, set_key: str, meanings: Mapping[str, tuple[str, int]]) -> tuple[str, ...]:
    """What the set usually has on the parts of the body that are there at all."""
    present = {name for name, _ in meanings.values()}
    shown = {table.parts[_unsided(name)] for name in present}
    usual = [name for name in table.sets[set_key].names if table.parts[name] in shown]
    full = [full for name in usual for full in _both_sides(table, name)]
    return tuple(name for name in full if name not in present)


def _both_sides(table: MarkerTable, name: str) -> tuple[str, ...]:
    return tuple(f"{side}_{name}" for side in SIDES) if name in table.sided else (name,)


def _abilities(table: MarkerTable, present: set[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    can, cannot = [], []
    for ability in table.abilities:
        lacking = {side: _lacking(table, ability, present, side) for side in SIDES}
        able = [side for side in SIDES if not lacking[side]]
        if ability.sided and len(able) == 1:
            can.append(f"{ability.what} ({able[0]} only)")
        elif able:
            can.append(ability.what)
        if len(able) < len(SIDES):
            side = next(side for side in SIDES if lacking[side])
            where = f" ({side})" if ability.sided and able else ""
            cannot.append(f"{ability.what}{where}: needs {'; '.join(lacking[side])}")
    return tuple(can), tuple(cannot)


def _lacking(table: MarkerTable, ability: Ability, present: set[str], side: str) -> list[str]:
    """The lines of needs that `present` does not answer on this side, in words."""
    sides = (side,) if ability.sided else SIDES

    def is_there(name: str) -> bool:
        if name in table.midline:
            return name in present
        return all(f"{one}_{name}" in present for one in sides)

    return [" or ".join(need) for need in ability.needs if not any(is_there(name) for name in need)]


def _seen_share(motion: xr.Dataset) -> list[float]:
    seen = np.isfinite(motion["position"].values).all(axis=1)
    return [float(share) for share in seen.mean(axis=0)] if len(seen) else [0.0] * seen.shape[1]


def _best_seen_subject(labels: Sequence[str], seen: Mapping[str, float]) -> tuple[str, list[str]]:
    """The subject with most known and seen markers, and the names of the others."""
    subjects = list(dict.fromkeys(subject_of(label) for label in labels if not is_unlabelled(label)))
    named = [subject for subject in subjects if subject]

    def visible(subject: str) -> float:
        own = [label for label in labels if subject_of(label) == subject]
        return sum(seen[label] for label in recognise(own, seen).names)

    if not named:
        return "", []
    visibility = {subject: visible(subject) for subject in subjects}
    best = max(visibility, key=lambda subject: visibility[subject])
    others = [subject for subject in named if subject != best and visibility[subject] >= FEWEST]
    return best, others


def _warnings(found: Recognition, subject: str, others: Sequence[str]) -> list[str]:
    lines = []
    if others:
        lines.append(
            f"several subjects in this file: {printable(subject)} is measured, not {_listed(others)}"
        )
    if found.unknown:
        lines.append(f"labels without a known meaning were left out: {_listed(found.unknown)}")
    if found.twins:
        lines.append(f"labels for a landmark that another label shows were left out: {_listed(found.twins)}")
    return lines


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(printable(name)[:40] for name in names[:LISTED])
    return f"{shown} and {len(names) - LISTED} more" if len(names) > LISTED else shown


def _refusal(labels: Sequence[str], found: Recognition) -> str:
    named = [label for label in labels if not is_unlabelled(label)]
    titles = ", ".join(entry.title for entry in marker_table().sets.values())
    meant = _listed(list(found.names.values())) or "none"
    still = "; ".join(found.can_measure) or "nothing"
    return (
        f"no known marker set: {len(labels)} labels ({_listed(named) or 'none of them named'}), of which "
        f"kinechain knows {len(found.names)} ({meant}); still to be measured: {still}. Rename the markers "
        f"as in one of: {titles}"
    )
