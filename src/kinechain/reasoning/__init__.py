"""From a case to its trace: what may contribute to the pain, how likely, on what evidence."""

from kinechain.reasoning.tracing import trace

__all__ = ["trace"]
