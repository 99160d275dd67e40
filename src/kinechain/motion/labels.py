"""Labels of points as files have them: one subject's or several', doubled, unlabelled."""

import re
from collections import Counter
from collections.abc import Sequence

from kinechain.motion.reading.reading import RefusedError
from kinechain.printable import printable

LONGEST_LABEL = 100
# What cameras saw and nobody named: Vicon, Motive, Qualisys, Cortex.
UNLABELLED = re.compile(r"\*\d*|(unlabell?ed|uname|unnamed|unknown)\W*\d*|[UM]\d+|C_\d+", re.IGNORECASE)
# A group of labels with fewer is a thing beside the person: a wand, a cane.
FEWEST_OF_A_PERSON = 6


def is_unlabelled(label: str) -> bool:
    """Whether a label only numbers a marker that nobody named."""
    return UNLABELLED.fullmatch(label.rsplit(":", 1)[-1].strip()) is not None


def unique_labels(labels: Sequence[str]) -> tuple[str, ...]:
    """The labels, printable, none empty and none twice: a second ``LASI`` becomes ``LASI (2)``."""
    taken: set[str] = set()
    unique = []
    for number, label in enumerate(labels, start=1):
        name = printable(label.strip(), LONGEST_LABEL) or f"*{number}"
        again = 2
        candidate = name
        while candidate in taken:
            candidate, again = f"{name} ({again})", again + 1
        taken.add(candidate)
        unique.append(candidate)
    return tuple(unique)


def without_prefix(label: str, name: str) -> str:
    """The label less its subject's `name`, where it has it before its colon."""
    return label[len(name) + 1 :].strip() if name and label.startswith(f"{name}:") else label


def points_of_person(labels: Sequence[str], person: int | str | None) -> tuple[list[int], str, list[str]]:
    """Which points, by index, are one person's; that person's name (may be empty); lines on what is left out.

    Subjects are told apart by the part of a label before its colon. A point that no subject has, or that
    nobody labelled, stays. Raises `RefusedError` where there are several and `person` (a name, or a number
    from 1) names none of them.
    """
    prefixes = [label.rsplit(":", 1)[0].strip() if ":" in label else "" for label in labels]
    sizes = Counter(prefix for prefix in prefixes if prefix)
    people = [prefix for prefix, size in sizes.items() if size >= FEWEST_OF_A_PERSON]
    if not people and prefixes.count("") < FEWEST_OF_A_PERSON:
        people = [prefix for prefix, _ in sizes.most_common(1)]
    name = _chosen(people, person)
    kept = [index for index, prefix in enumerate(prefixes) if prefix in {"", name}]
    others = [prefix for prefix in sizes if prefix != name]
    said = f"markers of {', '.join(map(_shown, others))} are left out: another subject's or a thing's"
    return kept, name, [said] if others else []


def _chosen(people: Sequence[str], person: int | str | None) -> str:
    listed = "; ".join(f"{number}: {_shown(name)}" for number, name in enumerate(people, start=1))
    if person is None:
        if len(people) > 1:
            raise RefusedError(f"holds {len(people)} people; choose one by its number ({listed})")
        return people[0] if people else ""
    if isinstance(person, str) and not person.isdigit():
        if person in people:
            return person
    elif len(people) < 2 and int(person) == 1:
        return people[0] if people else ""
    elif 1 <= int(person) <= len(people):
        return people[int(person) - 1]
    raise RefusedError(f"holds no person {_shown(str(person))}; there is {listed or 'one, number 1'}")


def _shown(name: str) -> str:
    return printable(name, 40)
