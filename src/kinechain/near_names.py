"""Which known names a misspelt one is near to."""

from collections.abc import Iterable
from difflib import get_close_matches

MOST = 4


def near_names(given: str, known: Iterable[str]) -> tuple[str, ...]:
    """The known names nearest to `given`, at most four; those that hold it as a part come first."""
    names = list(known)
    wanted = given.strip().lower().replace(" ", "_").replace("-", "_")
    holding = [name for name in names if wanted and wanted in name.lower().replace("-", "_")]
    return tuple(dict.fromkeys([*holding, *get_close_matches(wanted, names, MOST, 0.5)]))[:MOST]


def did_you_mean(given: str, known: Iterable[str], otherwise: str) -> str:
    """The end of a message about an unknown name: the near ones, or `otherwise` where none is near."""
    near = near_names(given, known)
    return f"near to it: {', '.join(near)}" if near else otherwise
