"""Standing measurements."""
