"""Every text that can be shown keeps the rules of wording.yaml and can be read.

The texts: the knowledge, what the written cases show (JSON and page), what the terminal prints, the sentences
written into the program and its templates. Titles of papers are their authors' words and are left out.
"""

import ast
import io
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from rich.console import Console
from typer.testing import CliRunner

import kinechain
from kinechain.case import Case
from kinechain.check.on_terminal import Check
from kinechain.cli import app
from kinechain.errors import InputError
from kinechain.knowledge import load
from kinechain.knowledge.load import FILES as SHELVES
from kinechain.knowledge.load import FOLDER
from written_cases import FILES, Shown, case_of, citations, shown, written

PACKAGE = Path(kinechain.__file__).parent
TITLES = {"sources"}
"""A shelf of other people's titles."""
RULES = {"wording"}
"""A shelf that has to name what it forbids."""
QUOTED = {"claim", "said"}
"""Fields that report what the articles say."""
NAMES = {"sources", "kind", "status"}
"""Fields that hold names of entries, not words."""
FILLED_IN = {"advice", "say"}
"""Fields in which ``{value}`` stands for the person's answer."""

UNREADABLE = {
    "an open place": r"\{[a-z_.0-9:]*\}",
    "a value of Python": r"\bNone\b(?! of)|\b[Nn]a[Nn]\b|\b(inf|null|undefined)\b|object at 0x",
    "an answer of Python": r"\b(True|False)\b(?! [a-z])",
    "two blanks": r"\S  +\S",
    "a blank before a stop": r"[^\s,] [.,;:!?)](\s|$)|\( ",
    "two stops": r"(?<!\.)\.\.(?!\.)|,,|;;|::|\(\)|[,;:]\.|\.[,;]|\?\.|\.\?",
    "a word twice": r"\b(?!that\b|had\b|so\b)([a-z]{2,}) \1\b",
    "one of many": r"(?<![\d.,/-])1 (exercise|set|time|link|other|step|minute|hour|day|week|year)s\b",
    "an for a": r"\b[Aa]n (?=[bcdfgjklmnpqrstvwyz])[a-z]{2,}",
    "a for an": r"\b[Aa] (?=[aeio])(?!one|once|ewe|uni)[a-z]+",
    "a mark of a page": r"</?[a-z]+[ >/]|&(amp|lt|gt|quot|nbsp|#\d+);",
}
"""What no text may hold: a regular expression each."""
NAME_OF_A_FIELD = r"\b[a-z]+_[a-z_]+\b"
"""In a sentence it is a slip; a message about a case file may name the file's fields."""

HANDLE_BLANKS = 2
"""An id of three words and more is seldom a phrase of its own; "heel rise time" may be."""


def offences(text: str, *, quoted: bool = False) -> tuple[str, ...]:
    return load().wording.offences(_even(text), quoted=quoted)


def unreadable(text: str) -> list[str]:
    """What is wrong with it, each with where."""
    found = ((name, re.search(pattern, _even(text))) for name, pattern in UNREADABLE.items())
    return [f"{name}: ...{text[max(0, hit.start() - 30) : hit.end() + 30]}..." for name, hit in found if hit]


def _even(text: str) -> str:
    """Blanks of every kind alike."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


# --- the knowledge ------------------------------------------------------------------------------------------


def fields(content: object, field: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a shelf with the name of its field."""
    if isinstance(content, str):
        yield field, content
    elif isinstance(content, dict):
        for key, value in content.items():
            if key not in NAMES:
                yield from fields(value, str(key))
    elif isinstance(content, list):
        for value in content:
            yield from fields(value, field)


def shelf(name: str) -> list[tuple[str, str]]:
    content = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return list(fields(content))


@pytest.mark.parametrize("name", sorted(set(SHELVES) - TITLES - RULES))
def test_the_knowledge_keeps_the_rules(name: str) -> None:
    bad = [(field, text) for field, text in shelf(name) if offences(text, quoted=field in QUOTED)]
    assert bad == []


@pytest.mark.parametrize("name", sorted(set(SHELVES) - TITLES - RULES))
def test_the_knowledge_can_be_read(name: str) -> None:
    texts = [(field, _filled(field, text)) for field, text in shelf(name)]
    assert [(field, fault) for field, text in texts for fault in unreadable(text)] == []


def _filled(field: str, text: str) -> str:
    return text.replace("{value}", "8") if field in FILLED_IN else text


@pytest.mark.parametrize("line", ["scope", "disclaimer", "noise"])
def test_the_lines_that_are_always_shown_keep_the_rules_themselves(line: str) -> None:
    text = getattr(load().wording, line)
    assert offences(text) == ()
    assert unreadable(text) == []


# --- the written cases --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def answers() -> dict[str, Shown]:
    """What is shown of every written case that is taken."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for path in FILES:
            entry = written(path)
            if "refused" not in entry:
                found[path.stem] = shown(case_of(entry, Path(folder)))
    return found


@pytest.fixture(scope="module")
def sentences(answers: dict[str, Shown]) -> dict[str, str]:
    """Every text of more than a word that is shown, with the name of a case in which it is."""
    return {text: name for name, answer in answers.items() for text in answer.texts if " " in text}


def test_what_is_shown_keeps_the_rules(sentences: dict[str, str]) -> None:
    assert {text: name for text, name in sentences.items() if offences(text)} == {}


def test_what_is_shown_can_be_read(sentences: dict[str, str]) -> None:
    assert {fault: name for text, name in sentences.items() for fault in unreadable(text)} == {}


MAY_NAME_FIELDS = r"^red_flags: \[\]$|is no measure that this version knows|\(kinechain test [a-z_]+ FILM"
"""What tells of the case file itself, or how a command is written."""


def test_what_is_shown_names_no_field_or_id(sentences: dict[str, str]) -> None:
    named = {text: name for text, name in sentences.items() if re.search(NAME_OF_A_FIELD, text)}
    assert {t: n for t, n in named.items() if not re.search(MAY_NAME_FIELDS, t) and "://" not in t} == {}


def test_what_is_measured_goes_by_its_name(sentences: dict[str, str]) -> None:
    """An id with blanks for its underscores is no name: nobody can read "lunge angle knee straight"."""
    ids = {score.measure for test in load().tests.values() for score in test.scores} | set(load().measures)
    names = {each.name.lower() for each in load().measures.values()}
    names |= {each.name.lower() for each in load().tests.values()}
    handles = {name.replace("_", " ") for name in ids} - names
    long = sorted(handle for handle in handles if handle.count(" ") >= HANDLE_BLANKS)
    told = re.compile(r"\b(" + "|".join(long) + r")\b")
    assert {hit[0]: name for text, name in sentences.items() if (hit := told.search(text))} == {}


def test_every_page_says_that_it_is_no_medical_advice(answers: dict[str, Shown]) -> None:
    for name, answer in answers.items():
        assert load().wording.disclaimer in answer.page, name


def test_what_data_contradict_or_do_not_support_is_said_beside_its_name(answers: dict[str, Shown]) -> None:
    for name, answer in answers.items():
        for region in answer.json["regions"]:
            for each in region["contributors"]:
                assert each["because"], (name, each["id"])
                if each["evidence"] == "contradicted":
                    assert re.search(r"\bnot?\b|against|differ", " ".join(each["because"])), (
                        name,
                        each["id"],
                    )


def test_a_contributor_without_support_directly_is_next_to_nothing(answers: dict[str, Shown]) -> None:
    """Likelihood ratio 1 and no way through another: nothing that is measured may lift it."""
    for name, answer in answers.items():
        for region in answer.json["regions"]:
            for each in region["contributors"]:
                if each["likelihood_ratio"] == 1.0:
                    assert each["probability"] < 0.05, (name, each["id"])


# --- the terminal -------------------------------------------------------------------------------------------

SHOWN_ON_THE_TERMINAL = (
    "neck_desk_worker",
    "knee_stiff_ankle",
    "red_back_saddle",
    "half_a_case",
    "pain_nowhere",
)


def on_terminal(*words: str) -> str:
    """What a command prints, both streams, titles of papers left out."""
    result = CliRunner().invoke(app, list(words), env={"COLUMNS": "400", "NO_COLOR": "1"})
    assert result.exception is None or isinstance(result.exception, SystemExit | InputError), result.exception
    said = f"{result.output}\n{result.exception if isinstance(result.exception, InputError) else ''}"
    return "\n".join(line for line in said.splitlines() if not _is_title(line))


def _is_title(line: str) -> bool:
    return any(citation[:40] in line for citation in citations())


@pytest.mark.parametrize("command", ["trace", "plan"])
@pytest.mark.parametrize("name", SHOWN_ON_THE_TERMINAL)
def test_what_the_terminal_prints_of_a_case_keeps_the_rules(command: str, name: str, tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    entry = next(written(path) for path in FILES if path.stem == name)
    case.write_text(yaml.safe_dump(entry["case"]), encoding="utf-8")
    more = ["--report", str(tmp_path / "report.html")] if command == "trace" else []
    said = on_terminal(command, "--case", str(case), *more)
    assert said.strip()
    _check_lines(said)


KNOWLEDGE_PAGES = [
    [], ["claims"], ["links"], ["measures"], ["exercises"], ["tests"], ["flags"], ["claims", "000-08"],
    ["links", "L09"], ["exercises", "calf_stretch"], ["tests", "knee_to_wall"],
]  # fmt: skip


@pytest.mark.parametrize("words", KNOWLEDGE_PAGES, ids=lambda words: " ".join(words) or "all")
def test_the_knowledge_on_the_terminal_keeps_the_rules(words: list[str]) -> None:
    said = on_terminal("knowledge", *words)
    assert said.strip()
    # Claims are quoted here; a line of theirs may hold what the rules allow to quotations, and nothing else.
    # Ids are handles to look things up by, and no words about anybody.
    lines = [re.sub(NAME_OF_A_FIELD, "", line) for line in said.splitlines()]
    assert [line for line in lines if offences(line, quoted=True)] == []


@pytest.mark.parametrize("test", load().tests)
def test_a_guided_test_on_the_terminal_keeps_the_rules(test: str) -> None:
    said = on_terminal("test", test)
    assert said.strip()
    assert [line for line in said.splitlines() if offences(line, quoted=True)] == []


class Curious:
    """Asks why at every question, then leaves it out; denies it where nothing goes on without an answer."""

    def __init__(self, places: str) -> None:
        self.prompts: list[str] = []
        self._places = places
        self._asked_why = False

    def __call__(self, prompt: str) -> str:
        self.prompts.append(prompt)
        self._asked_why = not self._asked_why
        if self._asked_why:
            return "?"
        if "commas" in prompt:
            return self._places
        return "0" if "0 for none" in prompt else ""


@pytest.mark.parametrize("places", ["1", "2, 3, 4", "5, 6", "7, 8, 9"])
def test_what_a_check_asks_keeps_the_rules(places: str, tmp_path: Path) -> None:
    reader = Curious(places)
    console = Console(file=io.StringIO(), width=400)
    because = Check(load(), tmp_path / "case.yaml", Case(), console, reader).run()
    assert isinstance(console.file, io.StringIO)
    assert len(reader.prompts) > 2 * MOST_QUESTIONS_AT_ONCE
    _check_lines("\n".join([console.file.getvalue(), *reader.prompts, because]))


MOST_QUESTIONS_AT_ONCE = 10
"""A check that asked no more than so many things would have been cut short."""


def _check_lines(said: str) -> None:
    for line in said.splitlines():
        assert offences(line) == (), line
        faults = [
            fault for fault in unreadable(re.sub(r"\s+", " ", line)) if not fault.startswith("two blanks")
        ]
        assert faults == [], line


# --- the program --------------------------------------------------------------------------------------------


def messages(path: Path) -> Iterator[tuple[int, str]]:
    """The sentences in a file of ours, with their lines: string literals of several words, no docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    standing_alone = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in standing_alone:
            continue
        if isinstance(node.value, str) and " " in node.value.strip():
            yield node.lineno, node.value


def test_the_sentences_in_the_program_keep_the_rules() -> None:
    bad = [
        (path.name, line, text)
        for path in sorted(PACKAGE.rglob("*.py"))
        for line, text in messages(path)
        if offences(text)
    ]
    assert bad == []


def test_the_words_in_the_templates_keep_the_rules() -> None:
    for path in sorted((PACKAGE / "report" / "templates").glob("*.j2")):
        without_code = re.sub(
            r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL
        )
        assert offences(re.sub(r"<[^>]*>", " ", without_code)) == (), path.name


# --- the test itself ----------------------------------------------------------------------------------------

SLIPS = """
You sit {value} hours | it went to None | nan % | two  blanks | a stop . here | it ended.. | of the the knee
for 1 weeks | a ankle | an knee | <b>bold</b> | one &amp; two | (as said )
"""
READABLE = """
None of them reaches 5 % | a one-legged stand | an hour a day | a usual explanation | 1 week | 0.21 days
and so on ... then | that that holds | 3 of 10 at most; less is fine. | 11 weeks | a uniform
“Ankle that bends little”, left, would come first.
"""


@pytest.mark.parametrize(
    "text", [each.strip() for line in SLIPS.strip().splitlines() for each in line.split("|")]
)
def test_a_slip_is_found(text: str) -> None:
    assert unreadable(text)


@pytest.mark.parametrize(
    "text", [each.strip() for line in READABLE.strip().splitlines() for each in line.split("|")]
)
def test_a_good_text_passes(text: str) -> None:
    assert unreadable(text) == []


@pytest.mark.parametrize(
    "text",
    ["the cause", "causing pain", "a diagnosis", "to diagnose", "it cures", "will heal", "due to your feet"],
)
def test_the_rules_have_not_been_loosened(text: str) -> None:
    assert offences(text)


def test_the_scan_of_the_program_finds_sentences_and_no_docstrings(tmp_path: Path) -> None:
    file = tmp_path / "module.py"
    file.write_text(
        '"""A cause in a docstring."""\nx = "the cause of it"\ny = f"a cause {x}"\n"""A cause alone."""\n',
        encoding="utf-8",
    )
    assert [line for line, text in messages(file) if offences(text)] == [2, 3]
