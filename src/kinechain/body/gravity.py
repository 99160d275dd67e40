"""Gravity, in m/s2."""

GRAVITY = 9.80665
"""The standard one (Conférence générale des poids et mesures, 1901)."""
