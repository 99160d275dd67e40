"""Lets these tests import what fetches the models that the benchmarks use too."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2] / "benchmarks"))
