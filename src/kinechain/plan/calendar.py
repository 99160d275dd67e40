"""A plan as a calendar file (.ics), which phones and computers take in.

Format: iCalendar, RFC 5545 (2009): lines end with CRLF and are folded at 75 octets, every event has UID,
DTSTAMP and DTSTART; each exercise repeats weekly a counted number of times. Times are local to whoever opens
it. A calendar is often shared, so it holds the names of exercises and what to do on a day, and nothing about
the person: no pain, no measurement, no reason.

Written here rather than with a package: the one that was kept for it weighs 5.5 MB installed, and reads what
is written here back in the tests.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from kinechain.plan.plan import Break, Exercise, Plan

FOLD_AT: Final = 75
"""Octets of a line, its end not counted (RFC 5545, 3.1)."""

DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FIRST_AT: Final = time(18, 0)
"""When the first exercise of a day is entered; a person moves it to suit (our choice)."""
DAYS_A_WEEK: Final = 7
WORKING_DAYS: Final = 5
WORK_FROM, WORK_UNTIL = time(9, 0), time(17, 0)
"""Between these, on weekdays, breaks are entered when they are asked for (our choice)."""


@dataclass(frozen=True, slots=True)
class _Programme:
    """What every event shares: the first day, how many weeks, and when the file was made."""

    start: date
    weeks: int
    stamp: str


def calendar_text(plan: Plan, now: datetime | None = None, *, breaks: bool = False) -> str:
    """The whole file. `plan` needs its start, its review and its week, as `make_plan` gives them. `now`
    stamps the events. `breaks` adds those of the plan, on weekdays between nine and five.
    """
    start, review = plan.start, plan.review
    if start is None or review is None:
        raise ValueError("a calendar needs a plan with a start and a review")
    stamp = (now or datetime.now(UTC)).astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    programme = _Programme(start, max(1, (review - start).days // DAYS_A_WEEK), stamp)
    retest = start + timedelta(days=plan.retest.after_days)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//kinechain//plan//EN",
        "CALSCALE:GREGORIAN",
        *_exercises(plan, programme),
        *(line for each in plan.breaks if breaks for line in _breaks(programme, each)),
        *_whole_day(programme, "retest", retest, ("Measure again", "The plan says what, and how.")),
        *_earliest_to_see(plan, programme),
        *_whole_day(programme, "review", review, ("Look back at the plan", "Has it eased enough?")),
        "END:VCALENDAR",
    ]
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _earliest_to_see(plan: Plan, programme: _Programme) -> list[str]:
    """The first day on which somebody is to be seen; the plan says about what, the calendar does not."""
    if not plan.see:
        return []
    day = min(each.on for each in plan.see)
    return _whole_day(programme, "see", day, ("Not eased? See somebody", "The plan says whom to see."))


def _exercises(plan: Plan, programme: _Programme) -> Iterator[str]:
    """Those of one day one after the other, each at the same time on all its days."""
    clocks = [FIRST_AT] * DAYS_A_WEEK
    for exercise, days in zip(plan.exercises, plan.week, strict=True):
        at = max(clocks[day] for day in days)
        yield from _exercise(programme, exercise, days, at)
        for day in days:
            clocks[day] = _later(at, exercise.dose.session_minutes)


def _exercise(programme: _Programme, exercise: Exercise, days: tuple[int, ...], at: time) -> list[str]:
    start = programme.start
    on = [DAYS[(start + timedelta(days=day)).weekday()] for day in days]
    twice = " (twice today)" if exercise.dose.sessions_a_day > 1 else ""
    return [
        "BEGIN:VEVENT",
        f"UID:{exercise.id}-{start:%Y%m%d}@kinechain",
        f"DTSTAMP:{programme.stamp}",
        f"DTSTART:{datetime.combine(start + timedelta(days=min(days)), at):%Y%m%dT%H%M%S}",
        f"DURATION:PT{max(1, round(exercise.dose.session_minutes))}M",
        f"RRULE:FREQ=WEEKLY;COUNT={len(days) * programme.weeks};BYDAY={','.join(on)}",
        f"SUMMARY:{_escaped(exercise.name)}{twice}",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{_escaped(exercise.name)}",
        "TRIGGER:PT0S",
        "END:VALARM",
        "END:VEVENT",
    ]


def _breaks(programme: _Programme, pause: Break) -> Iterator[str]:
    """One event for each time of the day, since no rule of the standard counts in steps of 45 minutes."""
    start = programme.start
    while start.weekday() >= WORKING_DAYS:
        start += timedelta(days=1)
    on = ",".join(DAYS[:WORKING_DAYS])
    at = datetime.combine(start, WORK_FROM) + timedelta(minutes=pause.every_minutes)
    while at.time() < WORK_UNTIL:
        yield "BEGIN:VEVENT"
        yield f"UID:break-{pause.id}-{at:%H%M}-{programme.start:%Y%m%d}@kinechain"
        yield f"DTSTAMP:{programme.stamp}"
        yield f"DTSTART:{at:%Y%m%dT%H%M%S}"
        yield f"DURATION:PT{round(pause.minutes)}M"
        yield f"RRULE:FREQ=WEEKLY;COUNT={WORKING_DAYS * programme.weeks};BYDAY={on}"
        yield f"SUMMARY:{_escaped(pause.name)}"
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{_escaped(pause.name)}", "TRIGGER:PT0S")
        yield from ("END:VALARM", "END:VEVENT")
        at += timedelta(minutes=pause.every_minutes + pause.minutes)


def _whole_day(programme: _Programme, kind: str, day: date, said: tuple[str, str]) -> list[str]:
    summary, description = said
    return [
        "BEGIN:VEVENT",
        f"UID:{kind}-{programme.start:%Y%m%d}@kinechain",
        f"DTSTAMP:{programme.stamp}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(summary)}",
        f"DESCRIPTION:{_escaped(description)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _later(at: time, minutes: float) -> time:
    """That many minutes later, to the next five; a day that is full begins no later than it can end."""
    total = at.hour * 60 + at.minute + -(-minutes // 5) * 5
    return time(*divmod(int(min(total, 23 * 60)), 60))


def _escaped(text: str) -> str:
    """A text value (RFC 5545, 3.3.11)."""
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\r\n", "\\n").replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 octets, none cut within a character; the later begin with a space."""
    piece = ""
    for character in line:
        if len((piece + character).encode()) > FOLD_AT:
            yield piece
            piece = " "
        piece += character
    yield piece
