"""`trace`: from a case and its measurements to the contributors of each pain.

Method: a Bayesian network built from the knowledge (`build`), exact posteriors at the central parameters, and
a 90 % interval by the same posteriors over seeded draws of the parameters, weighted by how well each draw
explains what was seen (`posterior`, `answer`). Red flags come first and stop everything.

Data requirements: nothing is required. With no measurements the answer rests on how common things are;
with no answers about habits the usual explanations do too, and the lines under "because" say so.
"""

from collections.abc import Sequence

from kinechain.case import Case, Pain
from kinechain.knowledge import Knowledge, load
from kinechain.measurement import Measurement
from kinechain.reasoning.answer import Answer, answer
from kinechain.reasoning.build import sites_of
from kinechain.reasoning.by_hand import hand_measurements
from kinechain.reasoning.contributor import contributor, explanation
from kinechain.reasoning.disagreements import disagreements
from kinechain.reasoning.film_reach import film_limit
from kinechain.reasoning.next_test import next_tests
from kinechain.reasoning.question import put
from kinechain.reasoning.red_flags import flags_not_put, stop_for
from kinechain.reasoning.trace import NextTest, RegionTrace, Trace

NOT_ASKED = (
    "Red flags were not asked. Read the questions first: a yes to any of them means see a clinician, "
    "and no programme."
)
NOT_ALL_ASKED = (
    "Some warning signs of these pains were not asked: {flags}. Read their questions first "
    "(kinechain knowledge flags): a yes to any of them means see a clinician, and no programme."
)
PAIN_OF_NOTHING = (
    "{pain} was given as 0 of 10: it is traced as a pain that comes and goes; "
    "leave it out if it does not hurt."
)
NO_PAIN = "No pain was given, so there is nothing to trace; the measurements stand by themselves."


def trace(case: Case, measured: Sequence[Measurement] = ()) -> Trace:
    """What may contribute to each pain of the case, with probability, interval, evidence and reasons.

    `measured` comes from a film; the case's own measurements are added. A pain in a region of the design
    that the knowledge does not cover yet gives a region with no contributors, all of it unseen, and a
    warning. A film that could not move a pain's probabilities is said to be such a one.

    Raises
    ------
    InputError
        When the case names an unknown red flag, or a measurement in the wrong unit, impossible in it, with
        the wrong side, or of unknown error.

    """
    knowledge = load()
    stop = stop_for(knowledge, case)
    if stop is not None:
        return Trace(stop, (), (), ())
    by_hand, left_out = hand_measurements(knowledge, case)
    whole = (*measured, *by_hand)
    warnings = (*_case_warnings(knowledge, case), *left_out, *disagreements(knowledge, case.person, whole))
    uncovered = _uncovered(knowledge, case)
    sites = sites_of(knowledge, case)
    if not sites:
        return Trace(None, uncovered, (), warnings, by_hand)
    question = put(knowledge, case, whole, sites)
    tests = next_tests(question)
    regions = regions_of(answer(question), measured, tests)
    limits = (region.film_limit for region in regions if region.film_limit)
    return Trace(None, (*regions, *uncovered), tests, (*warnings, *limits), by_hand)


def _case_warnings(knowledge: Knowledge, case: Case) -> tuple[str, ...]:
    warnings = [NOT_ASKED] if case.red_flags is None else []
    if case.red_flags is not None and (missed := flags_not_put(knowledge, case)):
        warnings.append(NOT_ALL_ASKED.format(flags=", ".join(missed)))
    if not case.pain:
        warnings.append(NO_PAIN)
    warnings += [
        f"{pain.capitalize()} was given with a side and without; the two are taken to be one pain."
        for pain in _told_twice(knowledge, case)
    ]
    warnings += _told_again(knowledge, case)
    warnings += [PAIN_OF_NOTHING.format(pain=_pain_name(knowledge, pain)) for pain in _of_nothing(case)]
    warnings += knowledge.stop_rules.many_places.said_of(case)
    covered = ", ".join(region.replace("_", " ") for region in knowledge.regions)
    warnings += [
        f"Nothing is known yet about {region.region.replace('_', ' ')} pain; this version covers {covered}."
        for region in _uncovered(knowledge, case)
    ]
    return tuple(warnings)


def _told_twice(knowledge: Knowledge, case: Case) -> list[str]:
    """Names of the pains that have a side in one place of the case and none in another."""
    sided = {pain.region for pain in case.pain if pain.side}
    unsided = dict.fromkeys(pain.region for pain in case.pain if not pain.side)
    regions = knowledge.regions
    return [
        regions[name].name for name in unsided if name in sided and name in regions and regions[name].sided
    ]


def _told_again(knowledge: Knowledge, case: Case) -> list[str]:
    """A line for each pain that stands in the case more than once, with how strong it is said to be."""
    told: dict[str, list[Pain]] = {}
    for pain in case.pain:
        told.setdefault(_pain_name(knowledge, pain), []).append(pain)
    return [_said_of(name, pains) for name, pains in told.items() if len(pains) > 1]


def _said_of(name: str, pains: Sequence[Pain]) -> str:
    often = "twice" if len(pains) == 2 else f"{len(pains)} times"
    levels = list(dict.fromkeys(pain.intensity for pain in pains if pain.intensity is not None))
    if len(levels) < 2:
        return f"{name} was given {often}; it is taken to be one pain."
    listed = f"{', '.join(f'{level:g}' for level in levels[:-1])} and {levels[-1]:g} of 10"
    return f"{name} was given {often} ({listed}); the stronger is taken."


def _of_nothing(case: Case) -> list[Pain]:
    """The pains of intensity 0, each once, that are given no other intensity."""
    stronger = {(pain.region, pain.side) for pain in case.pain if pain.intensity}
    none = {(pain.region, pain.side): pain for pain in case.pain if pain.intensity == 0}
    return [pain for where, pain in none.items() if where not in stronger]


def _pain_name(knowledge: Knowledge, pain: Pain) -> str:
    """Such as Neck pain, or Left knee pain."""
    entry = knowledge.regions.get(pain.region)
    name = entry.name if entry else f"{pain.region.replace('_', ' ')} pain"
    side = f"{pain.side} " if pain.side and (entry is None or entry.sided) else ""
    return f"{side}{name}".capitalize()


def _uncovered(knowledge: Knowledge, case: Case) -> tuple[RegionTrace, ...]:
    """Pains the knowledge does not cover: nothing is claimed, all of it stays unseen."""
    regions = dict.fromkeys(pain.region for pain in case.pain if pain.region not in knowledge.regions)
    return tuple(RegionTrace(region, (), (), 1.0) for region in regions)


def regions_of(
    found: Answer, film: Sequence[Measurement] = (), tests: Sequence[NextTest] = ()
) -> tuple[RegionTrace, ...]:
    """An answer as it is told, pain by pain. `film` is what a film gave, `tests` what could be done next."""
    return tuple(
        _region(found, site, film_limit(found.question, film, site, tests))
        for site in range(len(found.model.sites))
    )


def _region(found: Answer, site: int, limit: str) -> RegionTrace:
    model = found.model
    bearing = [n for n in range(len(model.causes)) if (n, site) in model.links or model.brought_to(n, site)]
    contributors = [contributor(found, n, site) for n in bearing if model.causes[n].structural]
    explanations = [explanation(found, n, site) for n in bearing if not model.causes[n].structural]
    return RegionTrace(
        model.sites[site].region,
        tuple(sorted(contributors, key=lambda each: (-each.probability, -each.likelihood_ratio))),
        tuple(sorted(explanations, key=lambda each: -each.probability)),
        found.unseen(site),
        model.sites[site].side,
        limit,
    )
