"""What a laboratory's own model wrote among the markers of a C3D file: not markers, but worth comparing.

Angles, forces, moments, powers and scalars are named in parameters of the file. Points that Plug-in Gait
and the Oxford foot model compute (segment axes, joint centres) are known by their names: their residuals
do not tell them from markers in most files.
"""

import re
from collections.abc import Sequence

from kinechain.motion.reading.c3d_file import C3DFile

TYPED = ("ANGLES", "FORCES", "MOMENTS", "POWERS", "SCALARS")
# Origin and tips of the axes of Plug-in Gait's segments; joint centres; the centre of mass.
SEGMENT = re.compile(
    r"(PEL|HED|TRX|SKN|[LR](FE|TI|FO|TO|CL|HU|RA|HN|TA))[OALP]"
    r"|[LR][HKASEW]JC(Harrington|Davis|Score|SARA)?|[LR]VJC"
    r"|CentreOfMass(Floor)?|CenterOfMass(Floor)?|COM(floor)?|[LR]GroundReaction\w*|[LR]NormalisedGRF"
)
NAMED_OUTPUT = re.compile(
    r"[LR]?\w*(Angles?|Angle[XYZ]?|Power|Force|Moment|Velocity|AnglesHarrington|ArchHeight(Index)?)"
)
# Points of the Oxford foot model; some could be markers in another set, so its own ones must be there.
OXFORD_SIGN = re.compile(r"[LR](HDF0|FOF0)")
OXFORD = re.compile(
    r"[LR](ANK1|D[15]M0|FOF[0-3]|HDF[0-3]|HE1|HFplantar|HLX[0-3]|KAX|PROXFF|TIB[1-3]|ViconLegLength)"
    r"|PEL0|proj[LR](KAX|TIB)"
)


def output_labels(file: C3DFile, labels: Sequence[str]) -> frozenset[int]:
    """Which of the points, by index, are outputs of a model."""
    typed = {name for group in TYPED for name in file.texts("POINT", group)}
    typed |= {_bare(name) for name in typed}
    oxford = any(OXFORD_SIGN.fullmatch(_bare(label)) for label in labels)
    return frozenset(
        index
        for index, label in enumerate(labels)
        if label in typed or _is_output(_bare(label), oxford=oxford)
    )


def _is_output(name: str, *, oxford: bool) -> bool:
    if SEGMENT.fullmatch(name) or NAMED_OUTPUT.fullmatch(name):
        return True
    return oxford and OXFORD.fullmatch(name) is not None


def _bare(label: str) -> str:
    return label.rsplit(":", 1)[-1]
