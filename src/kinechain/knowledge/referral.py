"""`Referral`: whom to see about a pain that does not ease, and after how many weeks."""

from typing import Annotated

from pydantic import Field

from kinechain.knowledge.entry import Entry, Status, Text


class Referral(Entry):
    """For one pain region (the entry's id): `who` first, after so many weeks without enough change; sooner
    when the pain is above `severe_above`. `from_age_too` is added from `from_age` on, or where the age is not
    known. `for_what` is what that person can do which a phone cannot.
    """

    who: Text
    for_what: Text
    from_age: Annotated[float, Field(gt=0)] | None = None
    from_age_too: Text | None = None
    after_weeks: Annotated[int, Field(ge=1, le=12)]
    severe_above: Annotated[float, Field(ge=0, le=10)] = 7.0
    severe_after_weeks: Annotated[int, Field(ge=1, le=6)] = 2
    claims: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    status: Status
