"""Processes of their own for work that comes in many equal parts."""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any, TypeVar

T = TypeVar("T")
THREADS = "OPENBLAS_NUM_THREADS"


@contextmanager
def processes(count: int, *, at_a_time: int = 1) -> Iterator[Callable[..., Iterator[Any]]]:
    """A `map` that runs a function of a module in `count` processes, each on a core of its own; in this one
    if that is 1. A process takes so many parts at a time.
    """
    if count <= 1:
        yield map
        return

    def each(function: Callable[..., T], *parts: Iterable[Any]) -> Iterator[T]:
        return pool.map(function, *parts, chunksize=at_a_time)

    # Fresh processes, because numba's and numpy's threads do not survive a fork.
    with _one_thread_each(), ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
        yield each


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Processes that start meanwhile do their linear algebra on one core."""
    before = os.environ.get(THREADS)
    os.environ[THREADS] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[THREADS]
        else:
            os.environ[THREADS] = before
