"""Put the newest figures of every benchmark into the README, between its two marks.

Nobody types a figure into the README: what stands there is what a script measured and saved.

    python benchmarks/fill_readme.py
"""

from itertools import chain
from pathlib import Path

from figures import RESULTS, Figure, newest

README = Path(__file__).parents[1] / "README.md"
BEGIN, END = "<!-- benchmarks -->", "<!-- /benchmarks -->"
NOTHING = "Nothing was measured yet."


def main() -> None:
    """Run it."""
    README.write_text(filled(README.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")


def filled(readme: str, results: Path = RESULTS) -> str:
    """The README with the figures in `results` between its marks."""
    before, rest = readme.split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}\n{measured(results)}\n{END}{after}"


def measured(results: Path) -> str:
    """The figures as a table in Markdown, each benchmark with when and on what it ran."""
    runs = [(path.stem, *newest(path)) for path in sorted(results.glob("*.jsonl"))]
    if not runs:
        return NOTHING
    rows = chain.from_iterable(
        (_row(name, figure) for figure in figures if figure.headline or figure.target is not None)
        for name, _, _, figures in runs
    )
    header = ["| what | found | target | script |", "|---|---:|---:|---|"]
    ran = [
        f"`{name}`, {day}: {machine['processor']}, {machine['cores']} cores, Python {machine['python']}."
        for name, machine, day, _ in runs
    ]
    return "\n".join([*header, *rows, "", *(f"{line}  " for line in ran)]).rstrip()


def _row(name: str, figure: Figure) -> str:
    missed = " (missed)" if figure.met is False else ""
    return f"| {figure.name} | {figure.shown}{missed} | {figure.wanted} | `{name}` |"


if __name__ == "__main__":
    main()
