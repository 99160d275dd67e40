"""The check on a terminal: one question at a time, by keyboard alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar, get_args

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.markup import escape

from kinechain.case import Case, Pain, Region, ReportedMeasurement, in_words
from kinechain.check.case_file import save_case
from kinechain.check.interview import (
    AskAboutPain,
    AskFact,
    AskFlags,
    AskLimits,
    AskPain,
    AskTest,
    Finished,
    Step,
    next_step,
    with_asked,
    with_fact,
    with_flags,
    with_pain,
    with_pain_told,
    with_result,
)
from kinechain.check.typed_answer import chosen, number, several_chosen, yes_or_no
from kinechain.errors import InputError
from kinechain.knowledge import Knowledge
from kinechain.knowledge.fact_question import FactQuestion
from kinechain.knowledge.guided_test import GuidedTest, Score
from kinechain.measurement import SIDES, Measurement, Side

Value = TypeVar("Value")
BROUGHT_ON_BY = "pain.provoked_by"
INTERRUPTED = 130
LONGEST_PAIN_DAYS = 36_525.0
KEYS = "[dim]Enter leaves a question out, ? says why it is asked, q saves and stops; go on any time.[/]"


class Left(Exception):  # noqa: N818  leaving is no error
    """The person wants to go on another time."""


@dataclass(slots=True)
class Check:
    """One sitting. `read` takes a line from the person; the case is saved at `path` after every answer."""

    knowledge: Knowledge
    path: Path
    case: Case
    console: Console
    read: Callable[[str], str]
    measured: Sequence[Measurement] = field(default=())

    def run(self) -> str:
        """Ask until nothing more would change the answer; why it ended. Raises `Left`."""
        self.console.print(KEYS)
        while True:
            step = next_step(self.knowledge, self.case, self.measured)
            if isinstance(step, Finished):
                return step.because
            self.case = self._answered(step)
            save_case(self.case, self.path)

    def _answered(self, step: Step) -> Case:
        case = self.case
        match step:
            case AskPain():
                case = with_pain(case, self._places())
            case AskAboutPain():
                case = self._about_pain(step.index)
            case AskFlags():
                case = with_flags(self.knowledge, case, step, self._flags(step))
            case AskFact():
                case = self._fact(step.fact)
            case AskTest():
                case = self._test(step.test)
            case AskLimits():
                case = with_fact(case, "programme.limits", self._limits(step))
            case Finished():
                pass
        return case

    def _ask(self, prompt: str, parse: Callable[[str], Value], why: str = "") -> Value | None:
        """The answer, None where it was left out; what cannot be read is asked again."""
        while True:
            typed = self.read(f"{prompt} ").strip()
            if typed.lower() in {"q", "quit", "exit"}:
                raise Left
            if not typed:
                return None
            if typed == "?":
                self.console.print(f"  [dim]{escape(why or 'It decides what is asked next.')}[/]")
                continue
            try:
                return parse(typed)
            except InputError as error:
                self.console.print(f"  [yellow]{escape(str(error))}[/]")

    def _needed(self, prompt: str, parse: Callable[[str], Value], why: str) -> Value:
        """An answer that nothing goes on without."""
        while True:
            answer = self._ask(prompt, parse, why)
            if answer is not None:
                return answer
            self.console.print(f"  [yellow]This one is needed. {escape(why)}[/]")

    def _listed(self, lines: Sequence[str]) -> None:
        for number_of, line in enumerate(lines, start=1):
            self.console.print(f"  [bold]{number_of}[/] {escape(line)}")

    def _places(self) -> list[Pain]:
        regions: tuple[Region, ...] = get_args(Region)
        self.console.print("\n[bold]Where does it hurt?[/]")
        names = [self.knowledge.regions[region].name for region in regions]
        self._listed(names)
        why = "Everything else is asked about the places that hurt."
        found = self._needed("Numbers, with commas between:", lambda typed: _some(typed, regions, names), why)
        return [Pain(region=region) for region in found]

    def _about_pain(self, index: int) -> Case:
        pain = self.case.pain[index]
        entry = self.knowledge.regions[pain.region]
        self.console.print(f"\n[bold]{escape(entry.name)}[/]")
        side = (pain.side or self._side()) if entry.sided else None
        intensity = self._ask(
            "How much does it hurt, from 0 (not at all) to 10?",
            lambda typed: number(typed, "points", (0, 10)),
            "Strong pain starts the programme more gently.",
        )
        since = self._ask(
            "Since when? In days, or such as 3 weeks, 4 months:",
            lambda typed: number(typed, "days", (0, LONGEST_PAIN_DAYS)),
            "Fresh pain and lasting pain are looked after differently.",
        )
        told = {
            "side": side,
            "intensity": intensity,
            "since_days": None if since is None else round(since),
            "provoked_by": self._brought_on_by(),
        }
        try:
            return with_pain_told(self.case, index, pain.model_copy(update=told))
        except ValidationError as problem:
            self.console.print(f"  [yellow]{escape(in_words(problem))}[/]")
            return self._about_pain(index)

    def _brought_on_by(self) -> tuple[str, ...]:
        question = self.knowledge.questions[BROUGHT_ON_BY]
        self.console.print(f"[bold]{escape(question.ask)}[/]")
        names, shown = list(question.choices), list(question.choices.values())
        self._listed(shown)
        prompt = "Numbers, with commas between, 0 for none of these:"
        return self._ask(prompt, lambda typed: several_chosen(typed, names, shown), question.why) or ()

    def _side(self) -> Side | None:
        both = (*SIDES, "both")
        answer = self._ask("Which side: 1 left, 2 right, 3 both?", lambda typed: chosen(typed, both))
        return answer if answer in SIDES else None

    def _flags(self, step: AskFlags) -> tuple[str, ...]:
        self.console.print("\n[bold]Is any of this so?[/] Warning signs come before everything else.")
        self._listed([self.knowledge.red_flags[flag].question for flag in step.flags])
        why = "A yes means: see somebody first, and no programme."
        return self._needed(
            "Numbers of those that are so, 0 for none:", lambda typed: several_chosen(typed, step.flags), why
        )

    def _limits(self, step: AskLimits) -> tuple[str, ...]:
        self.console.print("\n[bold]Before the programme: is any of this so?[/]")
        self._listed([self.knowledge.limits[name].ask or "" for name in step.limits])
        why = "It keeps back the exercises that would not suit you."
        return self._needed(
            "Numbers of those that are so, 0 for none:", lambda typed: several_chosen(typed, step.limits), why
        )

    def _fact(self, fact: str) -> Case:
        question = self.knowledge.questions[fact]
        self.console.print(f"\n[bold]{escape(question.ask)}[/]")
        self._listed(list(question.choices.values()))
        while True:
            value = self._ask(_prompt(question), lambda typed: _read_fact(question, typed), question.why)
            if value is None:
                return with_asked(self.case, fact)
            try:
                return with_fact(self.case, fact, value)
            except ValidationError as problem:
                self.console.print(f"  [yellow]{escape(in_words(problem))}[/]")

    def _test(self, test_id: str) -> Case:
        test = self.knowledge.tests[test_id]
        self._show(test)
        if not self._ask("Do it now? y or n", yes_or_no, test.purpose):
            return with_asked(self.case, test_id)
        score = self._score(test)
        done = {each.side for each in self.case.measurements if each.measure == score.measure}
        sides: tuple[Side | None, ...] = SIDES if test.sided else (None,)
        for side in sides:
            result = None if side in done else self._result(score, side)
            if result is not None:
                # Kept at once: the other side may take a while.
                self.case = with_result(self.case, result)
                save_case(self.case, self.path)
        return with_asked(self.case, test_id)

    def _show(self, test: GuidedTest) -> None:
        self.console.print(f"\n[bold]{escape(test.name)}[/] [dim](about {test.minutes:g} minutes)[/]")
        self.console.print(escape(test.purpose))
        for heading, lines in (("You need", test.needs), ("Take care", test.safety)):
            if lines:
                self.console.print(f"[dim]{heading}:[/]")
            for line in lines:
                self.console.print(f"  - {escape(line)}")
        self._listed(test.steps)

    def _score(self, test: GuidedTest) -> Score:
        """The way in which the person scores it, asked where there are several by hand."""
        by_hand = [score for score in test.scores if score.way not in {"video", "photo"}] or list(test.scores)
        if len(by_hand) == 1:
            return by_hand[0]
        self._listed([score.how for score in by_hand])
        ways = [str(position) for position in range(1, len(by_hand) + 1)]
        answer = self._ask("How do you score it?", lambda typed: chosen(typed, ways))
        return by_hand[int(answer) - 1] if answer else by_hand[0]

    def _result(self, score: Score, side: Side | None) -> ReportedMeasurement | None:
        where = f" {side}" if side else ""
        if score.way == "yes_no":
            seen = self._ask(f"{score.how}{where}: y or n", yes_or_no)
            value = None if seen is None else float(seen)
        else:
            unit = f" (in {score.unit}, or with its unit: 45 mm)" if score.unit == "m" else f" ({score.unit})"
            prompt = f"Result{where}{unit}:"
            value = self._ask(prompt, lambda typed: number(typed, score.unit, score.possible), score.how)
        if value is None:
            return None
        return ReportedMeasurement(measure=score.measure, side=side, value=value, unit=score.unit)


def _some(typed: str, regions: Sequence[Region], names: Sequence[str]) -> tuple[Region, ...]:
    found = several_chosen(typed, regions, names)
    if not found:
        raise InputError("without a pain there is nothing to trace; type the number of a place that hurts")
    return found  # type: ignore[return-value]


def _prompt(question: FactQuestion) -> str:
    if question.kind == "number":
        return f"In {question.unit}:"
    return "y or n:" if question.kind == "yes_no" else f"A number from 1 to {len(question.choices)}:"


def _read_fact(question: FactQuestion, typed: str) -> object:
    if question.kind == "yes_no":
        return yes_or_no(typed)
    if question.kind == "choice":
        return chosen(typed, list(question.choices), list(question.choices.values()))
    return number(typed, question.unit or "", question.between or (0.0, 0.0))


def check_on_terminal(case: Case, path: Path, measured: Sequence[Measurement]) -> Case:
    """Ask what is still open in `case`, keeping it at `path` after every answer; the case at the end.

    Ends the command (`typer.Exit`) where the person leaves or nothing more can be read; the case is kept.
    """
    from kinechain.knowledge import load
    from kinechain.terminal import aside

    console = aside()
    check = Check(load(), path, case, console, _reader(console), measured)
    try:
        because = check.run()
    except (Left, EOFError, KeyboardInterrupt) as ended:
        save_case(check.case, path)
        console.print(f"\nWhat you said is kept. Go on with: kinechain check --case {escape(str(path))}")
        raise typer.Exit(0 if isinstance(ended, Left) else INTERRUPTED) from None
    console.print(f"\n[bold]Done:[/] {escape(because)}. Your answers are in {escape(str(path))}.")
    return check.case


def _reader(console: Console) -> Callable[[str], str]:
    return console.input
