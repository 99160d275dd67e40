"""What can go wrong, as a small family of exceptions.

An `InputError` is the user's to mend (exit status 2, one line); every other `KinechainError` is ours
(exit status 1).
"""


class KinechainError(Exception):
    """Base of everything kinechain raises on purpose."""


class InputError(KinechainError):
    """The file, the option or the case given is no good; the message says what would be right."""


class KnowledgeError(KinechainError):
    """An entry in ``knowledge/*.yaml`` is missing, misspelt or contradicts another."""


class AssetError(KinechainError):
    """A model or sample file that belongs to the installation is missing or damaged."""
