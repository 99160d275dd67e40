"""Rendered walkers filmed, measured and held against their truth: the run and the tables that it fills."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kinechain.knowledge import load
from kinechain.validation.film_rows import change_rows, phone_rows, swap_row
from kinechain.validation.phone_learning import Learnt, learn_phone
from kinechain.validation.phone_reading import Read, read_film
from kinechain.validation.phone_statement import as_told
from kinechain.validation.phone_table import PhoneSection, phone_section
from kinechain.validation.rendered_change import ONE_SIDED, SeenChange, seen_changes, side_named, slope_of
from kinechain.validation.rendered_clips import CACHE, seen_walks
from kinechain.validation.rendered_convention import mean_errors, without_convention
from kinechain.validation.rendered_design import design
from kinechain.validation.rendered_detector import DetectorOffset, offsets_of
from kinechain.validation.rendered_trial import RenderedTrial, rendered_trial
from kinechain.validation.rendered_walk import WalkPlan
from kinechain.validation.signed import signed
from kinechain.validation.table import Row

OnProgress = Callable[[int, int | None], None]
# Offsets are written for somebody of this stature (m).
REFERENCE_M = 1.74


@dataclass(frozen=True, slots=True)
class RenderedSection:
    """What rendered walkers say, in words that a template sets."""

    phone: PhoneSection
    changes: tuple[tuple[str, ...], ...]
    conventions: tuple[tuple[str, ...], ...]
    detector: tuple[tuple[str, ...], ...]
    swaps: tuple[str, ...]
    rows: tuple[Row, ...]


def run_rendered(
    data: Path,
    folder: Path = CACHE,
    *,
    read: Read = read_film,
    plans: Sequence[WalkPlan] | None = None,
    on_progress: OnProgress = lambda _done, _expected: None,
) -> list[RenderedTrial]:
    """Films (or takes from `folder`), captures and reads every plan, the whole design if none are given.

    `data` holds ``rendered_bodies`` and the laboratories' walks. Raises `InputError` where they are missing
    or nothing can be drawn.
    """
    plans = design() if plans is None else plans
    on_progress(0, len(plans))
    trials = []
    for done, (walk, motion) in enumerate(seen_walks(plans, data, folder), start=1):
        trials.append(rendered_trial(walk, motion, read))
        on_progress(done, len(plans))
    return trials


def rendered_section(trials: Sequence[RenderedTrial]) -> RenderedSection:
    """Every line in words."""
    title = "Rendered walkers, the rig's joint convention taken out of angles"
    detected = [each for trial in trials for each in trial.detected]
    trials = [replace(trial, result=as_told([trial.result])[0]) for trial in trials]
    results, changes = without_convention(trials), seen_changes(trials)
    named = side_named(seen_changes(trials, ONE_SIDED))
    return RenderedSection(
        phone=phone_section(title, results),
        changes=tuple(_change_words(changes, named)),
        conventions=tuple((_name(measure), signed(off, 1)) for measure, off in mean_errors(trials).items()),
        detector=tuple(_offset_words(offset) for offset in offsets_of(detected)),
        swaps=_swap_words(trials),
        rows=(*phone_rows(results, "rendered"), *change_rows(changes, named), swap_row(trials)),
    )


def learn_rendered(trials: Sequence[RenderedTrial]) -> Learnt:
    """What rendered walkers teach of a film's errors; a person is a body with a walk."""
    return learn_phone(without_convention(trials), "rendered walkers")


def rendered_text(section: RenderedSection) -> str:
    """What is said of rendered walkers alone, as Markdown; `phone_text` sets `section.phone`."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    # Markdown of our own numbers and names: nothing in it comes from outside.
    templates = Environment(  # noqa: S701
        loader=PackageLoader("kinechain.validation"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return templates.get_template("rendered.md.j2").render(section=section)


def _change_words(changes: Sequence[SeenChange], named: Sequence[tuple[str, bool]]) -> list[tuple[str, ...]]:
    lines: list[tuple[str, ...]] = []
    kinds = dict.fromkeys(each.change for each in changes)
    for change, row in zip(kinds, change_rows(changes, named), strict=True):
        own = [each for each in changes if each.change == change]
        right = [said for which, said in named if which == change]
        lines.append(
            (
                change.replace("_", " "),
                _name(own[0].measure),
                _range([each.true for each in own]),
                _range([each.seen for each in own]),
                signed(slope_of(own), 2, plus=""),
                row.verdict,
                f"{sum(right)} of {len(right)}" if right else "\u2013",
                str(len(own)),
            )
        )
    return lines


def _range(values: Sequence[float]) -> str:
    decimals = 1 if max(abs(value) for value in values) > 2 else 2
    low, high = signed(min(values), decimals), signed(max(values), decimals)
    return low if low == high else f"{low} to {high}"


def _offset_words(offset: DetectorOffset) -> tuple[str, ...]:
    def mm(share: float, *, sign: bool = False) -> str:
        value = 1000 * REFERENCE_M * share
        return signed(value, 0) if sign else f"{value:.0f}"

    return (
        offset.part.replace("_", " "),
        mm(offset.forward, sign=True),
        mm(offset.outward, sign=True),
        mm(offset.up, sign=True),
        mm(offset.spread_forward),
        mm(offset.spread_up),
        f"{mm(offset.slow_near)} / {mm(offset.slow_far)}",
        f"{offset.slow_s:.2f}",
        f"{mm(offset.white_near)} / {mm(offset.white_far)}",
    )


def _swap_words(trials: Sequence[RenderedTrial]) -> tuple[str, ...]:
    """Frames, those with swapped legs as captured, and after mending; clips in which any is left."""
    frames = sum(each.frames for trial in trials for each in trial.detected)
    before = sum(each.swapped for trial in trials for each in trial.detected)
    after = sum(each.swapped for trial in trials for each in trial.mended)
    left = sum(any(each.swapped for each in trial.mended) for trial in trials)
    return (f"{frames:,}", f"{before:,}", f"{after:,}", f"{left} of {len(trials)}")


def _name(measure: str) -> str:
    return load().measure(measure).name
