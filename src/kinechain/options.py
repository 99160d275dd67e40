"""The command line's options as a `Case`, each checked with a message that says what would be right."""

from collections.abc import Sequence
from typing import get_args

from pydantic import ValidationError

from kinechain.case import Case, Pain, Person, Region, Sex, in_words
from kinechain.errors import InputError

RIGHT = {
    "height_m": "give the height in metres, between 0.5 and 2.6, such as --height 1.68",
    "mass_kg": "give the mass in kilograms, between 5 and 400, such as --mass 62",
    "age_years": "give the age in years, between 2 and 120, such as --age 34",
    "sex": f"give --sex {' or --sex '.join(get_args(Sex))}; norms are published for these two",
}
# Slower is no slow motion, faster no phone.
RECORDED_HZ = (10.0, 2000.0)


def check_recorded_hz(recorded_hz: float | None) -> None:
    """Raise `InputError` for frames a second that no slow motion is recorded at."""
    if recorded_hz is not None and not RECORDED_HZ[0] <= recorded_hz <= RECORDED_HZ[1]:
        raise InputError(
            f"recorded at {recorded_hz:g}: give the frames a second at which the slow motion was taken, "
            "such as --recorded-at 240"
        )


def case_from_options(
    case: Case | None,
    *,
    pain: Sequence[str] = (),
    height_m: float | None = None,
    age_years: float | None = None,
    sex: str | None = None,
    mass_kg: float | None = None,
    red_flags: str | None = None,
) -> Case:
    """`case` (or an empty one) with what the options say, which goes before what the case says.

    Raises `InputError`, in one line, for a value that cannot be.
    """
    case = case or Case()
    stated = {"height_m": height_m, "age_years": age_years, "sex": sex, "mass_kg": mass_kg}
    person = _person(case.person.model_dump() | {name: v for name, v in stated.items() if v is not None})
    changes: dict[str, object] = {"person": person}
    if pain:
        changes["pain"] = tuple(Pain(region=_region(text)) for text in pain)
    if red_flags is not None:
        changes["red_flags"] = _flags(red_flags)
    return _checked(case.model_copy(update=changes))


def _checked(case: Case) -> Case:
    """The case, of which each part was fine, held to what its parts have to do with each other."""
    try:
        return Case.model_validate(case.model_dump(by_alias=True))
    except ValidationError as problem:
        raise InputError(in_words(problem).removeprefix(": ")) from None


def _person(facts: dict[str, object]) -> Person:
    try:
        return Person.model_validate(facts)
    except ValidationError as error:
        fault = error.errors()[0]
        name = str(fault["loc"][0])
        raise InputError(
            f"{name.split('_', maxsplit=1)[0]} {fault['input']}: {RIGHT.get(name, fault['msg'])}"
        ) from None


def _region(text: str) -> Region:
    name = text.strip().lower().replace(" ", "_").replace("-", "_")
    for region in get_args(Region):
        if name == region:
            return region  # type: ignore[no-any-return]
    known = ", ".join(region.replace("_", " ") for region in get_args(Region))
    raise InputError(f"pain in {text!r} is not known; say one of: {known}")


def _flags(text: str) -> tuple[str, ...]:
    from kinechain.knowledge import load

    flags = tuple(flag.strip() for flag in text.split(",") if flag.strip())
    if flags == ("none",):
        return ()
    if not flags:
        raise InputError("--red-flags is empty; say none, or leave it out to be asked")
    known = load().red_flags
    for flag in flags:
        if flag not in known:
            raise InputError(f"warning sign {flag!r} is not known; say none, or some of: {', '.join(known)}")
    return flags
