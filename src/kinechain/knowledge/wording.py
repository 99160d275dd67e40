"""`Wording`: the words kinechain never uses of a person's pain, and the lines it always shows."""

import re
from typing import Annotated

from pydantic import Field

from kinechain.knowledge.entry import Entry, Text


class ForbiddenWording(Entry):
    """A pattern (regular expression, case ignored) that no text shown to a person may contain."""

    pattern: Text
    because: Text
    say_instead: Text


class Wording(Entry):
    """The whole of wording.yaml."""

    never: Annotated[tuple[ForbiddenWording, ...], Field(min_length=1)]
    scope: Text
    disclaimer: Text
    noise: Text
    sources: tuple[str, ...]

    def offences(self, text: str) -> tuple[str, ...]:
        """The forbidden patterns found in a text, as written in wording.yaml."""
        return tuple(rule.pattern for rule in self.never if re.search(rule.pattern, text, re.IGNORECASE))
