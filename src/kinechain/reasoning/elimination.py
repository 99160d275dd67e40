"""Exact sums over yes-no variables by eliminating one after the other, for all parameter draws at once.

Method: sum-product variable elimination in the order that keeps tables small (greedy, smallest next table
first), and the same steps backwards, by the product rule, for every variable's marginal (Darwiche 2003: the
sum is linear in each table, so a derivative is a marginal). All numbers are chances, nothing is subtracted,
so an improbable lot of pains costs no digits.

A table has one axis per variable of its scope and a last one for the draws, of length 1 where all agree.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Scope = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Factor:
    """A table over the variables of `scope`, shape (states of each, draws or 1)."""

    scope: Scope
    table: Array


@dataclass(frozen=True, slots=True)
class Step:
    """Eliminating `variable`: the product of the tables numbered `inputs`, over `scope`, summed over it."""

    variable: int
    inputs: tuple[int, ...]
    scope: Scope


@dataclass(frozen=True, slots=True)
class Course:
    """The steps, in order; `rank` is a variable's place, and `scopes` those of all tables, sorted by it."""

    steps: tuple[Step, ...]
    rank: dict[int, int]
    scopes: tuple[Scope, ...]


@lru_cache(maxsize=256)
def course(scopes: tuple[Scope, ...]) -> Course:
    """In which order to eliminate all variables of these scopes."""
    order = _order(scopes)
    rank = {variable: place for place, variable in enumerate(order)}
    tables = [tuple(sorted(scope, key=rank.__getitem__)) for scope in scopes]
    waiting = set(range(len(tables)))
    steps = []
    for variable in order:
        inputs = tuple(sorted(number for number in waiting if variable in tables[number]))
        scope = tuple(sorted({each for number in inputs for each in tables[number]}, key=rank.__getitem__))
        steps.append(Step(variable, inputs, scope))
        waiting = (waiting - set(inputs)) | {len(tables)}
        tables.append(scope[1:])
    return Course(tuple(steps), rank, tuple(tables))


def _order(scopes: Iterable[Scope]) -> list[int]:
    beside: dict[int, set[int]] = {}
    for scope in scopes:
        for variable in scope:
            beside.setdefault(variable, set()).update(scope)
    order = []
    while beside:
        variable = min(beside, key=lambda each: (len(beside[each]), each))
        neighbours = beside.pop(variable) - {variable}
        for each in neighbours:
            beside[each] = (beside[each] | neighbours) - {variable}
        order.append(variable)
    return order


def total(factors: Sequence[Factor]) -> Array:
    """The sum of the product of all tables over all variables; shape (draws or 1,)."""
    tables, the_course = _swept(factors)
    return _last(tables, the_course)


def marginals(factors: Sequence[Factor], wanted: Sequence[int]) -> tuple[Array, list[Array]]:
    """The total, and of the factors numbered `wanted` the share of it that falls to each cell of their table
    (each adds up to the total). Shapes (draws,) and that of the table.
    """
    tables, the_course = _swept(factors)
    shares = _backwards(tables, the_course)
    found = []
    for number in wanted:
        in_order = the_course.scopes[number]
        share = np.transpose(
            tables[number] * shares[number],
            [*(in_order.index(each) for each in factors[number].scope), len(in_order)],
        )
        found.append(share)
    return _last(tables, the_course), found


def _swept(factors: Sequence[Factor]) -> tuple[list[Array], Course]:
    """All tables, those that come of eliminating included."""
    the_course = course(tuple(factor.scope for factor in factors))
    tables = [_sorted(factor, the_course.rank) for factor in factors]
    for step in the_course.steps:
        product = _product([_spread(tables[n], the_course.scopes[n], step.scope) for n in step.inputs])
        tables.append(product.sum(axis=0))
    return tables, the_course


def _last(tables: Sequence[Array], the_course: Course) -> Array:
    """The product of the tables that no variable is left of."""
    return _product([tables[n] for n, scope in enumerate(the_course.scopes) if not scope])


def _backwards(tables: Sequence[Array], the_course: Course) -> list[Array]:
    """The derivative of the total by every cell of every table."""
    ends = [n for n, scope in enumerate(the_course.scopes) if not scope]
    slopes: list[Array] = [np.zeros(1)] * len(tables)
    for n, slope in zip(ends, _products_of_others([tables[n] for n in ends]), strict=True):
        slopes[n] = slope
    made = len(tables)
    for step in reversed(the_course.steps):
        made -= 1
        above = slopes[made][None]
        spread = [_spread(tables[n], the_course.scopes[n], step.scope) for n in step.inputs]
        for n, others in zip(step.inputs, _products_of_others(spread), strict=True):
            slopes[n] = _gathered(above * others, step.scope, the_course.scopes[n])
    return slopes


def _products_of_others(arrays: Sequence[Array]) -> list[Array]:
    """For each array the product of all the others."""
    before, after = [np.ones(1)], [np.ones(1)]
    for array in arrays[:-1]:
        before.append(before[-1] * array)
    for array in arrays[:0:-1]:
        after.append(after[-1] * array)
    return [left * right for left, right in zip(before, reversed(after), strict=True)]


def _product(arrays: Sequence[Array]) -> Array:
    return reduce(np.multiply, arrays) if arrays else np.ones(1)


def _sorted(factor: Factor, rank: dict[int, int]) -> Array:
    places = sorted(range(len(factor.scope)), key=lambda place: rank[factor.scope[place]])
    return np.transpose(factor.table, [*places, len(places)])


def _spread(table: Array, scope: Scope, wider: Scope) -> Array:
    """The table with an axis of length 1 for every variable that it lacks; both scopes are in rank order."""
    lengths = iter(table.shape[:-1])
    return table.reshape([next(lengths) if each in scope else 1 for each in wider] + [table.shape[-1]])


def _gathered(table: Array, scope: Scope, narrower: Scope) -> Array:
    """Summed over the variables that the narrower scope lacks, where the table has not left them at 1."""
    away = tuple(place for place, each in enumerate(scope) if each not in narrower)
    return np.asarray(table.sum(axis=away)) if away else table
