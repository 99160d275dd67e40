"""Net joint moments: what muscles and everything else at a joint do together, about each of its axes.

They are no loads of tissues: muscles that pull against each other do not show in them.
"""

from dataclasses import dataclass, replace
from importlib.util import find_spec
from typing import Final

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from kinechain.body.fitted_body import FittedBody
from kinechain.body.gravity import GRAVITY
from kinechain.body.ground_contact import (
    GroundContact,
    PlateContact,
    Refusal,
    believed,
    find_contacts,
    find_feet,
    pushes,
)
from kinechain.body.inverse_dynamics import Pushes, generalised_forces
from kinechain.body.own_body import Body
from kinechain.body.plate_wrenches import PlateWrenches, plate_wrenches
from kinechain.body.scaling import scaled
from kinechain.errors import InputError
from kinechain.measurement import SIDES

Floats = NDArray[np.float64]

LIGHTEST_KG, HEAVIEST_KG = 2.0, 400.0
# If the plates carry this much less or more than the body's motion needs, averaged over the frames in
# which both feet are known, a foot stood on something else too, or the mass is wrong. A share of the weight.
MISSING_SHARE: Final = 0.15
DRAWS: Final = 20
# Errors of one walk, besides those of the fitted motion: where a plate says that the force acts and how large
# it is (laboratories' plates; Collins et al. 2009, Gait Posture 29:59, from memory), and how far a person's
# segments are from de Leva's shares and centres (our judgement: people spread by 5 to 10 %).
PRESSURE_SD_M: Final = 0.005
FORCE_SD: Final = 0.01
SHARE_SD: Final = 0.07
CENTRE_SD: Final = 0.05
# Draws of a fit are rougher than walking is: 99.7 % of the power of a marker's path is under 6 Hz (Winter et
# al. 1974, J Biomech 7:157; from memory), and accelerations multiply what lies above.
DRAWN_HZ: Final = 10.0
SHORTEST_SMOOTHED: Final = 12


@dataclass(frozen=True, eq=False)
class Loads:
    """Net joint moments of T frames about the J coordinates in `names`, from the toes to the neck and arms.

    `moment` (T, J) N m is internal, positive where it drives its coordinate upwards (a knee extensor moment
    is negative, a plantarflexor moment of the ankle too), NaN where it cannot be told; `sd` (T, J) is its
    error. `residual` (T, 6) is what is missing at the pelvis, forces (N) then moments about its coordinates
    (N m), NaN where a foot's force is not known. `notes` say why something cannot be told.
    """

    time: Floats
    names: tuple[str, ...]
    moment: Floats
    sd: Floats
    residual: Floats
    mass_kg: float
    contacts: tuple[PlateContact, ...]
    refusals: tuple[Refusal, ...]
    notes: tuple[str, ...]

    def per_kg(self) -> Floats:
        """(T, J) N m/kg."""
        return np.asarray(self.moment / self.mass_kg)

    def of(self, name: str) -> tuple[Floats, Floats]:
        """Moment and sd (T,) N m about one coordinate. Raises `InputError` for a name that is none."""
        if name not in self.names:
            raise InputError(f"there is no joint moment {name!r}; there are {', '.join(self.names)}")
        index = self.names.index(name)
        return self.moment[:, index], self.sd[:, index]


def joint_moments(
    fitted: FittedBody, motion: xr.Dataset, mass_kg: float | None = None, draws: int = DRAWS
) -> Loads:
    """Joint moments of a fitted walk, with the plates of `motion` (in the walk frame) where it has some.

    Spine, neck and arms need no plates: theirs come from what lies above. A leg's moments need the whole
    force on its foot. `mass_kg` is the person's, from the file if not given; `draws` (at least 2) of the fit,
    the plates and the segments' masses give the sd.

    Data requirements: the extra ``lab`` (MuJoCo); at least 6 frames; for the legs, plates that each step
    meets alone and with the whole foot.

    Source: inverse dynamics by recursive Newton-Euler (MuJoCo), segments by de Leva 1996. Deviation: the
    force goes to the toes where it acts ahead of their joint, which most laboratories' models do not have.

    Raises
    ------
    InputError
        Where no mass is known, the walk is too short, or MuJoCo is not installed.

    """
    mass = _mass(motion, mass_kg)
    if find_spec("mujoco") is None:
        raise InputError("joint moments need MuJoCo; install kinechain with its extra 'lab'")
    person = scaled(fitted.body, np.ones_like(fitted.body.scale), mass)
    plates = plate_wrenches(motion, fitted.time)
    contact = None
    if plates is None:
        forces = generalised_forces(person, fitted.time, fitted.q)
    else:
        contact, forces = _with_plates(fitted, person, _on_ground(plates, motion))
    return _reported(fitted, forces, _spread(fitted, person, contact, draws), contact, mass)


def _mass(motion: xr.Dataset, mass_kg: float | None) -> float:
    mass = motion.attrs.get("subject", {}).get("mass_kg") if mass_kg is None else mass_kg
    if mass is None:
        raise InputError("joint moments need the person's mass, which this file does not say; give it")
    if not LIGHTEST_KG <= mass <= HEAVIEST_KG:
        raise InputError(f"no person weighs {mass:g} kg; give the mass in kilograms")
    return float(mass)


def _on_ground(plates: PlateWrenches, motion: xr.Dataset) -> PlateWrenches:
    """On a treadmill feet move through the walk frame and the plates' corners do not: these say nothing."""
    if motion.attrs.get("belt_speed", 0.0):
        return replace(plates, corners=np.full_like(plates.corners, np.nan))
    return plates


def _with_plates(fitted: FittedBody, person: Body, plates: PlateWrenches) -> tuple[GroundContact, Floats]:
    """What the feet bear, and the generalised forces (T, Q) with it."""
    feet = find_feet(fitted)
    contact = find_contacts(feet, plates, fitted.time)
    forces = generalised_forces(person, fitted.time, fitted.q, pushes(person, fitted.q, contact))
    missing = forces[:, fitted.chain.coordinate("pelvis_z")] / (person.mass_kg * GRAVITY)
    refused = _not_carrying(contact, missing)
    if not refused:
        return contact, forces
    gone = {(refusal.plate, refusal.first) for refusal in refused}
    kept = tuple(step for step in contact.contacts if (step.plate, step.first) not in gone)
    contact = believed(kept, (*contact.refusals, *refused), feet, plates, fitted.time)
    return contact, generalised_forces(person, fitted.time, fitted.q, pushes(person, fitted.q, contact))


def _not_carrying(contact: GroundContact, missing: Floats) -> list[Refusal]:
    """The contacts whose forces do not carry the body; `missing` (T,) is upwards, a share of its weight."""
    whole = np.asarray(contact.known.all(axis=1))
    refused = []
    for step in contact.contacts:
        frames = slice(step.first, step.last + 1)
        judged = whole[frames]
        wrong = float(missing[frames][judged].mean()) if judged.any() else 0.0
        if abs(wrong) > MISSING_SHARE:
            reason = (
                f"plate {step.plate + 1} bore {abs(wrong):.0%} of the body's weight too "
                f"{'little' if wrong > 0 else 'much'} for this motion: the foot was not wholly and alone on "
                "it, or the mass is wrong"
            )
            refused.append(Refusal(step.plate, (step.side,), step.first, step.last, reason))
    return refused


def _spread(fitted: FittedBody, person: Body, contact: GroundContact | None, draws: int) -> Floats:
    """(T, Q) standard deviation over draws of everything that is uncertain."""
    random = np.random.default_rng(0)
    results = []
    drawn = fitted.draws(draws)
    smooth = fitted.q + _smoothed(np.array([draw.q for draw in drawn]) - fitted.q, fitted.time)
    for draw, q in zip(drawn, smooth, strict=True):
        other = scaled(draw.body, np.ones_like(draw.body.scale), person.mass_kg)
        push = None if contact is None else _disturbed(pushes(other, q, contact), random)
        results.append(generalised_forces(_other_segments(other, random), fitted.time, q, push))
    return np.asarray(np.std(results, axis=0, ddof=1))


def _smoothed(deviations: Floats, time: Floats) -> Floats:
    """Deviations (n, T, Q) without what is faster than `DRAWN_HZ`, by a Butterworth filter run both ways."""
    from scipy.signal import butter, filtfilt

    half_rate = 0.5 / float(np.median(np.diff(time)))
    if half_rate <= DRAWN_HZ or len(time) < SHORTEST_SMOOTHED:
        return deviations
    weights = butter(2, DRAWN_HZ / half_rate)
    return np.asarray(filtfilt(*weights, deviations, axis=1))


def _disturbed(push: Pushes, random: np.random.Generator) -> Pushes:
    """The forces as plates with other errors would have given them; one error all along for each foot."""
    gain = 1 + random.normal(0, FORCE_SD, (1, 2, 1))
    shift = np.zeros((1, 2, 3))
    shift[..., :2] = random.normal(0, PRESSURE_SD_M, (1, 2, 2))
    force = push.force * gain
    return Pushes(force, push.moment * gain + np.cross(shift, force), push.carrier)


def _other_segments(person: Body, random: np.random.Generator) -> Body:
    """A person of the same mass whose segments are other than de Leva's mean."""
    share = person.share * np.exp(random.normal(0, SHARE_SD, len(person.share)))
    centre = person.centre * np.exp(random.normal(0, CENTRE_SD, len(person.share)))[:, np.newaxis]
    return replace(person, share=share / share.sum(), centre=centre)


def _reported(
    fitted: FittedBody, forces: Floats, sd: Floats, contact: GroundContact | None, mass: float
) -> Loads:
    """Moments, without what is not known."""
    every = fitted.chain.coordinate_names
    pelvis = [index for index, name in enumerate(every) if name.startswith("pelvis_")]
    joints = [index for index in range(len(every)) if index not in pelvis]
    feet = np.zeros((len(forces), 2), dtype=np.bool_) if contact is None else contact.known
    told = np.repeat(fitted.known[np.newaxis], len(forces), axis=0)
    moved = fitted.chain.moved_by()
    for index, side in enumerate(SIDES):
        told[:, moved[fitted.chain.body(f"{side}_toes")]] &= feet[:, [index]]
    both = feet[:, [0]] & feet[:, [1]]
    return Loads(
        time=fitted.time,
        names=tuple(every[index] for index in joints),
        moment=np.where(told, forces, np.nan)[:, joints],
        sd=np.where(told, sd, np.nan)[:, joints],
        residual=np.where(both, forces[:, pelvis], np.nan),
        mass_kg=mass,
        contacts=() if contact is None else contact.contacts,
        refusals=() if contact is None else contact.refusals,
        notes=tuple(_on_feet(fitted, contact)),
    )


def _on_feet(fitted: FittedBody, contact: GroundContact | None) -> list[str]:
    if contact is None:
        return ["without force plates only moments of the spine, neck and arms can be told"]
    notes = []
    for refusal in contact.refusals:
        when = f"{fitted.time[refusal.first]:.2f} to {fitted.time[refusal.last]:.2f} s"
        notes.append(f"{refusal.reason} ({when}); no moments of the leg for that step")
    for index, side in enumerate(SIDES):
        if not contact.known[:, index].any():
            notes.append(f"what the {side} foot bore is never known; no moments of that leg")
        elif not any(step.side == side for step in contact.contacts):
            notes.append(f"no plate bore the {side} foot alone; moments of that leg are known in swing only")
    return notes
