"""One neural network on the CPU, run by LiteRT."""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


class _Hidden:
    """How many networks are being started, and the real standard error meanwhile."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.depth = 0
        self.kept = -1


_hidden = _Hidden()


class Network:
    """A ``.tflite`` file ready to be called with one image.

    It runs on one thread: the work is spread over the cores by giving each thread its own network,
    which keeps every core busy whatever the number of people in the picture. Not to be shared
    between threads.
    """

    def __init__(self, path: Path) -> None:
        from ai_edge_litert.interpreter import Interpreter

        with _native_messages_hidden():
            self._interpreter = Interpreter(model_path=str(path), num_threads=1)
            self._interpreter.allocate_tensors()

    @cached_property
    def _input_index(self) -> int:
        return int(self._interpreter.get_input_details()[0]["index"])

    @cached_property
    def _outputs(self) -> list[int]:
        return [int(detail["index"]) for detail in self._interpreter.get_output_details()]

    def __call__(self, image: Floats) -> list[Floats]:
        """Outputs for one float image of shape (height, width, 3), in the file's order."""
        self._interpreter.set_tensor(self._input_index, image[np.newaxis])
        self._interpreter.invoke()
        return [self._interpreter.get_tensor(index) for index in self._outputs]


@contextmanager
def _native_messages_hidden() -> Iterator[None]:
    """LiteRT writes a line to file descriptor 2 at every start and offers no switch for it.

    Several threads may start networks at once: the first hides the messages, the last shows them again.
    """
    with _hidden.lock:
        if _hidden.depth == 0:
            sys.stderr.flush()
            _hidden.kept = os.dup(2)
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, 2)
            os.close(nowhere)
        _hidden.depth += 1
    try:
        yield
    finally:
        with _hidden.lock:
            _hidden.depth -= 1
            if _hidden.depth == 0:
                os.dup2(_hidden.kept, 2)
                os.close(_hidden.kept)
