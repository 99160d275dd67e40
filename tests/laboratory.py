"""Walking data recorded by others, which lie beside the project where they are there at all."""

from pathlib import Path

import pytest

DATA = Path(__file__).parents[2] / "shared" / "data"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the laboratories' walks are not on this machine")
