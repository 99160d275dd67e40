"""OpenSim's functions of one variable as `Piecewise`."""

import numpy as np

from kinechain.body.osim_xml import Element, Floats
from kinechain.body.piecewise import Piecewise, broken_line, constant, cubic_spline, polynomial
from kinechain.errors import InputError

# Old files call the same spline by older names.
SPLINES = {"SimmSpline", "NaturalCubicSpline", "natCubicSpline", "NatCubicSpline"}
MOST_POINTS, MOST_POWERS = 10_000, 30
KNOWN = (
    "Constant, LinearFunction, MultiplierFunction, PiecewiseLinearFunction, PolynomialFunction, SimmSpline"
)


def read_function(element: Element) -> Piecewise:
    """The function that an element of OpenSim describes.

    Raises `InputError` for a kind that is not known here and for numbers that make no function.
    """
    kind = element.tag
    if kind == "Constant":
        return constant(element.number("value", 0.0))
    if kind == "LinearFunction":
        return _line(element)
    if kind == "PolynomialFunction":
        return _polynomial(element)
    if kind == "MultiplierFunction":
        return _product(element)
    if kind in SPLINES:
        return cubic_spline(*_points(element))
    if kind == "PiecewiseLinearFunction":
        return broken_line(*_points(element))
    raise InputError(f"{element} is a function that kinechain cannot read; it reads {KNOWN}")


def is_function(element: Element) -> bool:
    """Whether an element is a function, of whatever kind, rather than a property."""
    return element.tag[:1].isupper() or element.tag in SPLINES


def inner_function(element: Element) -> Piecewise | None:
    """The function among an element's children or, as older files have it, within `function`."""
    wrapped = element.first("function")
    found = [child for child in (wrapped or element).children if is_function(child)]
    return read_function(found[0]) if found else None


def _line(element: Element) -> Piecewise:
    if element.first("coefficients") is None:
        return polynomial([1.0, 0.0])
    if len(element.numbers("coefficients")) > 2:
        raise InputError(f"{element} depends on several coordinates; kinechain reads functions of one")
    return polynomial(element.numbers("coefficients", 2).tolist())


def _polynomial(element: Element) -> Piecewise:
    coefficients = element.numbers("coefficients")
    if len(coefficients) > MOST_POWERS:
        raise InputError(f"{element} has {len(coefficients)} coefficients; at most {MOST_POWERS} make sense")
    return polynomial(coefficients.tolist())


def _product(element: Element) -> Piecewise:
    function = inner_function(element)
    if function is None:
        raise InputError(f"{element} multiplies no function; it needs one inside")
    return function.scaled(element.number("scale", 1.0))


def _points(element: Element) -> tuple[Floats, Floats]:
    x, y = element.numbers("x"), element.numbers("y")
    if not (len(x) == len(y) >= 2 and (np.diff(x) > 0).all()):
        raise InputError(f"{element} needs at least two points (x, y) whose x rises")
    if len(x) > MOST_POINTS:
        raise InputError(f"{element} has {len(x)} points; at most {MOST_POINTS} make sense")
    return x, y
