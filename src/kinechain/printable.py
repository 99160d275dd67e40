"""Text from outside, made fit to be shown: one line, and nothing that a terminal would obey."""


def printable(text: str, longest: int = 1000) -> str:
    """`text` on one line of at most `longest` characters.

    White space becomes single spaces, and what cannot be seen (control, direction and other invisible
    characters) question marks.
    """
    line = "".join(letter if letter.isprintable() else "?" for letter in " ".join(text.split()))
    return line if len(line) <= longest else line[: longest - 1] + "…"


def capital(words: str) -> str:
    """`words` with a capital at their start."""
    return f"{words[:1].upper()}{words[1:]}"
