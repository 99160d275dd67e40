"""From a motion to gait events and measurements."""

from kinechain.gait.measure import measure

__all__ = ["measure"]
