"""One neural network on the CPU, run by LiteRT."""

from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


class Network:
    """A ``.tflite`` file ready to be called with one image.

    It runs on one thread: the work is spread over the cores by giving each thread its own network,
    which keeps every core busy whatever the number of people in the picture. Not to be shared
    between threads.
    """

    def __init__(self, path: Path) -> None:
        from ai_edge_litert.interpreter import Interpreter

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
