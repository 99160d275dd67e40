"""What the passes of a film gave becomes one `Measurement` a measure, or the reason why not."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kinechain.case import Person
from kinechain.gait.body_strides import StrideValues, measure_strides
from kinechain.gait.body_values import ALL_SIDES
from kinechain.gait.seen_pass import SeenPass
from kinechain.gait.stride_mean import mean_of_strides, unknown
from kinechain.gait.stride_values import ALONG_THE_WAY, LENGTHS, StrideValue
from kinechain.knowledge import Measure, load
from kinechain.measurement import SIDES, Measurement, Side, View, Way

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
    def views(self) -> list[View]:
        """The views that gave a stride."""
        return [view for view in TOGETHER if self.strides[view].values]

    def of(self, entry: Measure, name: str) -> View | None:
        """The view that a measure is taken from: the first that can give it and did."""
        given = (view for view in self.views if entry.error_for(view) is not None)
        return next((view for view in given if self._gave(view, name)), None)

    def _gave(self, view: View, name: str) -> bool:
        return any(measure == name for measure, _ in self.strides[view].values)


def film_values(passes: Sequence[SeenPass]) -> FilmValues:
    """The values of `passes`, of each view those measures that it can give."""
    grouped = {view: [one for one in passes if one.way in ways] for view, ways in TOGETHER.items()}
    return FilmValues(grouped, {view: measure_strides(own, _given_by(view)) for view, own in grouped.items()})


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
        return unknown(name, load().measure(name).unit, side, _why_one_side(str(side), values.passes[view]))
    return mean_of_strides(name, side, view, seen, METHODS[view], fit_sd=found.fit_sd.get((name, side), 0.0))


def _why_one_side(side: str, passes: Sequence[SeenPass]) -> str:
    if any(stride.side == side for one in passes for stride in one.strides):
        return f"the {side} limb was not seen well enough"
    return f"no whole stride of the {side} leg was in view"


def _why_unknown(entry: Measure, values: FilmValues, why_not: str) -> str:
    """The measure's own reason if the views that there were, or any, do not give it; else what was wrong
    with the walk.
    """
    views: Sequence[View] = values.views or (["side"] if not entry.views else [])
    reasons = [entry.cannot_tell_because(view) for view in views]
    return next((reason for reason in reasons if reason), why_not)
