"""What the passes of a film gave becomes one `Measurement` a measure, or the reason why not."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kinechain.case import Person
from kinechain.gait.body_strides import StrideValues, measure_strides
from kinechain.gait.body_values import ALL_SIDES
from kinechain.gait.misplaced import why_misplaced
from kinechain.gait.seen_pass import SeenPass
from kinechain.gait.stride_mean import mean_of_strides, unknown
from kinechain.gait.stride_values import ALONG_THE_WAY, LENGTHS, TIMED, StrideValue
from kinechain.knowledge import Measure, load
from kinechain.measurement import SIDES, Measurement, Side, View, Way
from kinechain.motion.course import FURTHEST_OFF_SIDE

METHODS: Mapping[View, str] = {
    "side": "the body fitted to the keypoints of one camera",
    "front": "the body fitted to the keypoints of one camera, from the front or back",
}
# Passes that are seen alike and count together, the better first. A slanting view is a side view whose fit is
# less sure.
TOGETHER: Mapping[View, tuple[Way, ...]] = {"side": ("side", "oblique"), "front": ("front", "back")}


@dataclass(frozen=True, slots=True)
class FilmValues:
    """What the strides gave, seen from each view; `passes` are those that were seen from it."""

    passes: Mapping[View, Sequence[SeenPass]]
    strides: Mapping[View, StrideValues]

    @property
    def well_seen(self) -> list[SeenPass]:
        """Those from the side from which more than times is told."""
        return [one for one in self.passes["side"] if one.off_side <= FURTHEST_OFF_SIDE]

    @property
    def too_slanting(self) -> str:
        """Why no pass from the side tells more than times; empty where one does, or there is none."""
        slants = [one.off_side for one in self.passes["side"] if one.strides]
        if not slants or any(one.strides for one in self.well_seen):
            return ""
        return too_slanting(min(slants))

    @property
    def views(self) -> list[View]:
        """The views that gave a stride."""
        return [view for view in TOGETHER if self.strides[view].values]

    def of(self, entry: Measure, name: str) -> View | None:
        """The view that a measure is taken from: the first that can give it and did."""
        given = (view for view in self.views if entry.error_for(view) is not None)
        return next((view for view in given if self._gave(view, name)), None)

    def _gave(self, view: View, name: str) -> bool:
        return any(measure == name for measure, _ in self.strides[view].values)


def too_slanting(off_side: float) -> str:
    """Why from so many degrees off the side only times are told."""
    return f"the camera stood {off_side:.0f} degrees off the side; film within 45"


def film_values(passes: Sequence[SeenPass]) -> FilmValues:
    """The values of `passes`, of each view those measures that it can give."""
    grouped = {view: [one for one in passes if one.way in ways] for view, ways in TOGETHER.items()}
    return FilmValues(grouped, {view: _measured(own, _given_by(view)) for view, own in grouped.items()})


def _measured(passes: Sequence[SeenPass], measures: Mapping[str, StrideValue]) -> StrideValues:
    """Times from all passes, everything else from those that are seen well enough."""
    well_seen = [
        one for one in passes if one.way not in TOGETHER["side"] or one.off_side <= FURTHEST_OFF_SIDE
    ]
    if len(well_seen) == len(passes):
        return measure_strides(passes, measures)
    times = measure_strides(passes, {name: of for name, of in measures.items() if name in TIMED})
    other = measure_strides(well_seen, {name: of for name, of in measures.items() if name not in TIMED})
    return StrideValues(times.values | other.values, times.fit_sd | other.fit_sd)


def _given_by(view: View) -> dict[str, StrideValue]:
    entries = load().measures
    return {name: value for name, value in ALL_SIDES.items() if entries[name].error_for(view) is not None}


def summarise_film(
    values: FilmValues, person: Person, why_not: str, no_way: str = ""
) -> Iterator[Measurement]:
    """Every measure of walking, with a value or with the reason why there is none.

    `why_not` is the reason where no stride gave a value, `no_way` why no length along the way is told.
    """
    for name, entry in load().measures_of("walking").items():
        view = values.of(entry, name)
        if view is None:
            yield unknown(name, entry.unit, None, _why_unknown(entry, values, why_not))
        elif no_way and name in ALONG_THE_WAY:
            yield unknown(name, entry.unit, None, no_way)
        elif name in LENGTHS and person.height_m is None:
            reason = "a length in metres needs the person's height (--height)"
            yield unknown(name, entry.unit, None, reason)
        else:
            sides: Sequence[Side | None] = SIDES if entry.sided else (None,)
            for side in sides:
                yield _measurement(name, side, view, values)


def _measurement(name: str, side: Side | None, view: View, values: FilmValues) -> Measurement:
    found = values.strides[view]
    seen = found.values.get((name, side))
    if not seen:
        passes = values.passes[view] if view == "front" or name in TIMED else values.well_seen
        return unknown(name, load().measure(name).unit, side, _why_one_side(str(side), passes))
    return mean_of_strides(name, side, view, seen, METHODS[view], fit_sd=found.fit_sd.get((name, side), 0.0))


def _why_one_side(side: str, passes: Sequence[SeenPass]) -> str:
    if any(stride.side == side for one in passes for stride in one.strides):
        return f"the {side} limb was not seen well enough"
    return f"no whole stride of the {side} leg was in view"


def _why_unknown(entry: Measure, values: FilmValues, why_not: str) -> str:
    """The measure's own reason if the views that there were, or any, do not give it; else what was wrong
    with the walk.
    """
    if values.too_slanting and entry.error_for("side") is not None:
        return values.too_slanting
    views: Sequence[View] = values.views or (["side"] if not entry.views else [])
    reasons = [entry.cannot_tell_because(view) for view in views]
    name = next((name for name, each in load().measures.items() if each is entry), "")
    return next((reason for reason in reasons if reason), why_misplaced(name, values.passes) or why_not)
