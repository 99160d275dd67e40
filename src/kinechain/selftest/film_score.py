"""`FilmScore`: what a film of a guided test gives, or why it gives nothing."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FilmScore:
    """One value for each try that the film shows, in the unit of `measure`.

    Without a try, `why_not` says what was wrong and what to do. `notes` are for the person: what was left
    out, what looked like a cheat.
    """

    measure: str
    tries: tuple[float, ...] = ()
    why_not: str = ""
    notes: tuple[str, ...] = ()
