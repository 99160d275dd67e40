"""From a motion to gait events and measurements."""
