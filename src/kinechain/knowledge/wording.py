"""`Wording`: the words kinechain never uses of a person's pain, and the lines it always shows."""

import re
from typing import Annotated

from pydantic import Field

from kinechain.knowledge.entry import Entry, Text


class ForbiddenWording(Entry):
    """A pattern (regular expression, case ignored) that no text shown to a person may contain.

    `allowed` are phrases in which the words stand for something else. `quotes_may` lets a sentence that is
    reported as somebody else's, such as a claim of the articles, contain it.
    """

    pattern: Text
    because: Text
    say_instead: Text
    allowed: tuple[Text, ...] = ()
    quotes_may: bool = False

    def offends(self, text: str) -> bool:
        """Whether the text contains the pattern outside the phrases that are allowed."""
        for phrase in self.allowed:
            text = re.sub(re.escape(phrase), " ", text, flags=re.IGNORECASE)
        return re.search(self.pattern, text, re.IGNORECASE) is not None


class Wording(Entry):
    """The whole of wording.yaml."""

    never: Annotated[tuple[ForbiddenWording, ...], Field(min_length=1)]
    scope: Text
    disclaimer: Text
    noise: Text
    sources: tuple[str, ...]

    def offences(self, text: str, *, quoted: bool = False) -> tuple[str, ...]:
        """The forbidden patterns found in a text, as written in wording.yaml.

        `quoted`: the text is reported as somebody else's.
        """
        rules = (rule for rule in self.never if not (quoted and rule.quotes_may))
        return tuple(rule.pattern for rule in rules if rule.offends(text))
