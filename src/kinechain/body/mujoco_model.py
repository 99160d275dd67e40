"""A body as MuJoCo simulates it. Imports MuJoCo: import this module where it is needed."""

from xml.etree import ElementTree as ET

import mujoco
import numpy as np
from numpy.typing import NDArray

from kinechain.body.gravity import GRAVITY
from kinechain.body.own_body import Body

Floats = NDArray[np.float64]


def mujoco_model(body: Body) -> mujoco.MjModel:
    """The body in its size and with its masses, without a floor and limits of joints."""
    root = ET.Element("mujoco")
    ET.SubElement(root, "compiler", angle="radian", inertiafromgeom="false")
    ET.SubElement(root, "option", gravity=f"0 0 {-GRAVITY}")
    elements = [ET.SubElement(root, "worldbody")]
    tree = body.chain.tree
    for index, name in enumerate(body.chain.bodies[1:], start=1):
        element = ET.SubElement(
            elements[tree.parent[index]], "body", name=name, pos=_words(tree.joint_position[index])
        )
        for axis in range(tree.axis_start[index], tree.axis_start[index + 1]):
            ET.SubElement(
                element,
                "joint",
                name=body.chain.coordinate_names[tree.axis_coordinate[axis]],
                type="hinge" if tree.axis_rotates[axis] else "slide",
                axis=_words(tree.axis_vector[axis]),
            )
        tensor = body.inertia[index]
        ET.SubElement(
            element,
            "inertial",
            pos=_words(body.centre[index]),
            mass=repr(float(body.mass[index])),
            fullinertia=_words(tensor[[0, 1, 2, 0, 0, 1], [0, 1, 2, 1, 2, 2]]),
        )
        elements.append(element)
    model = mujoco.MjModel.from_xml_string(ET.tostring(root, encoding="unicode"))
    model.opt.disableflags |= mujoco.mjtDisableBit.mjDSBL_CONSTRAINT
    return model


def coordinate_order(body: Body, model: mujoco.MjModel) -> NDArray[np.int64]:
    """(Q,) the index in q of each of MuJoCo's joints."""
    names = [model.joint(index).name for index in range(model.njnt)]
    return np.array([body.chain.coordinate(name) for name in names], dtype=np.int64)


def _words(numbers: Floats) -> str:
    return " ".join(repr(float(number)) for number in numbers)
