"""A `Walk` as the public JSON object ``kinechain.measurements/1``."""

from dataclasses import asdict
from typing import Any

from kinechain.gait.walk import Walk

SCHEMA = "kinechain.measurements/1"


def walk_json(walk: Walk) -> dict[str, Any]:
    """The object that ``kinechain measure --json`` prints; times in seconds from the first frame.

    A laboratory's walk has ``loads`` as well: the peaks of net joint moments.
    """
    return {
        "schema": SCHEMA,
        "source": asdict(walk.source) | {"direction": walk.direction},
        "person": {
            "height_m": walk.person.height_m,
            "age_years": walk.person.age_years,
            "sex": walk.person.sex,
        },
        "events": [asdict(event) for event in walk.events],
        "measurements": [asdict(measurement) for measurement in walk.measurements],
        **({"loads": [asdict(load) for load in walk.loads]} if walk.loads else {}),
        "warnings": list(walk.warnings),
        "advice": list(walk.advice),
        **({"more_sources": [asdict(source) for source in walk.more_sources]} if walk.more_sources else {}),
    }
