"""`Case`: a person's facts, pain, habits, shoes, red-flag answers and measurements.

A case file (YAML or JSON) crosses the boundary here and nowhere else, so it is checked here.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from kinechain.errors import InputError
from kinechain.measurement import Side

Sex = Literal["female", "male"]
Region = Literal["neck", "headache", "shoulder", "upper_back", "low_back", "hip", "knee", "ankle", "foot"]


class _Fact(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


HOURS_A_DAY = 24.0
DAYS_A_YEAR = 366.0
HEIGHT_CM = (50, 260)
SCHEMA = "kinechain.case/1"


class Person(_Fact):
    """Who is measured. Heights in metres, mass in kilograms; what is not known is None."""

    age_years: Annotated[float, Field(ge=2, le=120)] | None = None
    sex: Sex | None = None
    height_m: Annotated[float, Field(ge=0.5, le=2.6)] | None = None
    mass_kg: Annotated[float, Field(ge=5, le=400)] | None = None


class Pain(_Fact):
    """One place that hurts; intensity 0 to 10."""

    region: Region
    side: Side | None = None
    intensity: Annotated[float, Field(ge=0, le=10)] | None = None
    since_days: Annotated[float, Field(ge=0)] | None = None
    provoked_by: tuple[str, ...] = ()


class Habits(_Fact):
    """What fills the day. None means not asked."""

    sitting_hours: Annotated[float, Field(ge=0, le=24)] | None = None
    screen_hours: Annotated[float, Field(ge=0, le=24)] | None = None
    hard_floor_standing_hours: Annotated[float, Field(ge=0, le=24)] | None = None
    daily_steps: Annotated[float, Field(ge=0, le=100_000)] | None = None
    stress: Literal["low", "medium", "high"] | None = None
    sleep: Literal["good", "fair", "poor"] | None = None
    earlier_episodes: bool | None = None
    earlier_injury: bool | None = None
    recent_load_change: bool | None = None
    heavy_arm_work: bool | None = None

    @model_validator(mode="after")
    def _fit_into_a_day(self) -> Self:
        sitting, standing = self.sitting_hours or 0.0, self.hard_floor_standing_hours or 0.0
        if sitting + standing > HOURS_A_DAY:
            raise ValueError(
                f"sitting {sitting:g} h and standing {standing:g} h are more than a day; give both again"
            )
        return self


class Shoes(_Fact):
    """The shoes worn most. None means not asked."""

    sole: Literal["soft", "flexible", "stiff"] | None = None
    heel_mm: Annotated[float, Field(ge=0, le=200)] | None = None
    wear: Literal["new", "used", "worn"] | None = None
    support: Literal["flat", "some", "high"] | None = None
    orthotics: bool | None = None


class Programme(_Fact):
    """What the person can and will do. `limits`: ids of what keeps exercises back; None means not asked."""

    minutes_per_day: Annotated[float, Field(ge=2, le=240)] | None = None
    limits: tuple[str, ...] | None = None


class ReportedMeasurement(_Fact):
    """A measurement made by hand. Without `sd` the error of the guided test it belongs to is used; what is no
    guided test needs one.
    """

    measure: str
    side: Side | None = None
    value: float
    unit: str
    sd: Annotated[float, Field(ge=0)] | None = None


class Case(_Fact):
    """All the reasoner may know. `red_flags` None means they were not asked yet. `asked` names the questions,
    tests and red flags that were put and denied or left open, so that nobody is asked them again.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, populate_by_name=True)

    written_as: Annotated[str, Field(alias="schema")] = SCHEMA
    person: Person = Person()
    pain: tuple[Pain, ...] = ()
    red_flags: tuple[str, ...] | None = None
    habits: Habits = Habits()
    shoes: Shoes = Shoes()
    programme: Programme = Programme()
    measurements: tuple[ReportedMeasurement, ...] = ()
    videos: tuple[str, ...] = ()
    photos: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _hurts_within_a_lifetime(self) -> Self:
        age = self.person.age_years
        for number, pain in enumerate(self.pain, start=1):
            if age is not None and pain.since_days is not None and pain.since_days > age * DAYS_A_YEAR:
                raise ValueError(
                    f"pain {number}, since_days {pain.since_days:g}: longer than the {age:g} years of age "
                    "given; correct one of them"
                )
        return self


LARGEST_CASE_FILE = 256 * 1024
"""In bytes. A case is a page of answers; whatever is larger is something else."""

WHAT_WOULD_BE_RIGHT = {
    "age_years": ("age", "years", "years, between 2 and 120"),
    "height_m": ("height", "m", "metres, between 0.5 and 2.6"),
    "mass_kg": ("mass", "kg", "kilograms, between 5 and 400"),
    "intensity": ("intensity", "", "a number from 0 to 10"),
    "since_days": ("since_days", "", "days, 0 or more"),
    "sitting_hours": ("sitting_hours", "h", "hours a day, between 0 and 24"),
    "screen_hours": ("screen_hours", "h", "hours a day, between 0 and 24"),
    "hard_floor_standing_hours": ("hard_floor_standing_hours", "h", "hours a day, between 0 and 24"),
    "daily_steps": ("daily_steps", "", "steps a day, between 0 and 100,000"),
    "heel_mm": ("heel_mm", "mm", "millimetres, between 0 and 200"),
    "minutes_per_day": ("minutes_per_day", "", "minutes a day, between 2 and 240"),
    "value": ("value", "", "a number in the measure's unit"),
    "sd": ("sd", "", "a number in the measure's unit, 0 or more"),
}
"""For a field that takes a number: what a person calls it, its unit, and what to give."""


def load_case(path: str | Path) -> Case:
    """A case from a YAML or JSON file.

    Raises
    ------
    InputError
        With one line that names the field and says what would be right.

    """
    path = Path(path)
    content = _read(path)
    if not isinstance(content, dict):
        raise InputError(f"{path.name} is no case: it should hold person, pain, red_flags and so on by name")
    _check_schema(content, path.name)
    try:
        return Case.model_validate(content)
    except ValidationError as problem:
        raise InputError(f"{path.name}: {in_words(problem)}") from None


def _check_schema(content: dict[str, Any], name: str) -> None:
    """Raise `InputError` for a file that says it is no case, or one of a version to come."""
    schema = content.get("schema", SCHEMA)
    if schema == SCHEMA:
        return
    kind, _, version = str(schema).partition("/")
    if kind == SCHEMA.partition("/")[0] and version.isdigit():
        raise InputError(
            f"{name} was written by another version of kinechain ({_shown(schema)}); update this one"
        )
    raise InputError(f"{name} is no case: its schema is {_shown(schema)}, where {SCHEMA} belongs")


def in_words(problem: ValidationError) -> str:
    """The first thing wrong with a person or a case, in one line that says what would be right."""
    fault = problem.errors(include_url=False)[0]
    place = _place(fault["loc"])
    kind = fault["type"]
    where = ", ".join(place)
    if kind == "extra_forbidden":
        return f"{where}: there is no such field; {_near_fields(place)}"
    if kind == "value_error":
        return f"{where}: {fault['ctx']['error']}"
    if kind == "missing":
        return f"{where} is missing"
    given = _shown(fault["input"])
    if kind == "literal_error":
        choices = fault["ctx"]["expected"].replace(" or ", ", ").replace("'", "")
        return f"{where}: {given} is not known; give one of {choices}"
    if place and place[-1] in WHAT_WOULD_BE_RIGHT:
        name, unit, right = WHAT_WOULD_BE_RIGHT[place[-1]]
        before = [part for part in place[:-1] if part != "person"]
        named = ", ".join([*before, name])
        return f"{named} {given}{' ' if unit else ''}{unit}: give {right}{_meant(place[-1], fault['input'])}"
    return f"{where}: {given} will not do ({fault['msg'].lower()})"


def _meant(field: str, given: object) -> str:
    """The question whether centimetres were meant, where the value would be a height in them."""
    if field == "height_m" and isinstance(given, int | float) and HEIGHT_CM[0] <= given <= HEIGHT_CM[1]:
        return f"; if {given:g} are centimetres, {given / 100:g}"
    return ""


def _near_fields(place: Sequence[str]) -> str:
    """Which fields there are where an unknown one was given."""
    from kinechain.near_names import did_you_mean

    named: dict[str, type[_Fact]] = {
        "person": Person,
        "pain": Pain,
        "habits": Habits,
        "shoes": Shoes,
        "programme": Programme,
        "measurements": ReportedMeasurement,
    }
    inside: type[_Fact] = named.get(place[0].split()[0], Case) if len(place) > 1 else Case
    fields = [field.alias or name for name, field in inside.model_fields.items()]
    return did_you_mean(place[-1], fields, f"known are {', '.join(fields)}")


def _place(parts: tuple[int | str, ...]) -> list[str]:
    """Field names as a person counts them: the second pain is ``pain 2``."""
    place: list[str] = []
    for part in parts:
        if isinstance(part, int) and place:
            place[-1] += f" {part + 1}"
        else:
            place.append(_shown(part))
    return place


def _read(path: Path) -> Any:  # noqa: ANN401 (whatever the file holds)
    from kinechain.plain_yaml import load_plain_yaml

    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_CASE_FILE + 1)
    except OSError as problem:
        raise InputError(f"{path.name} cannot be read: {problem.strerror or problem}") from None
    if len(content) > LARGEST_CASE_FILE:
        raise InputError(f"{path.name} is larger than {LARGEST_CASE_FILE // 1024} KiB; that is no case file")
    return load_plain_yaml(content, path.name)


LONGEST_SHOWN = 40
LARGEST_SHOWN = 10**18
"""What is longer or larger is not written out: writing it may cost more than reading it did."""


def _shown(value: object) -> str:
    """A value as given, short enough for one line."""
    if isinstance(value, dict | list | tuple | set):
        return "a list" if isinstance(value, list | tuple) else "a group of fields"
    if isinstance(value, int) and abs(value) > LARGEST_SHOWN:
        return "a number of too many digits"
    text = " ".join(str(value).split())
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 3]}..."
