"""A rich, made-up answer for the report's tests: one woman's walk, her neck pain, a plan and a film.

Nothing here is measured or published; the figures are chosen to look like what a real run gives.
"""

import io
import math
from dataclasses import replace
from datetime import date
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from kinechain.capture.film import Film, FilmFrame
from kinechain.case import Case, Habits, Pain, Person, Region
from kinechain.gait.walk import Source, StrideCurve, Walk
from kinechain.knowledge import load
from kinechain.measurement import SIDES, Event, Measurement, Side, Verdict
from kinechain.plan.plan import Dose, Exercise, LeftOut, Plan, Retest, See
from kinechain.reasoning.trace import (
    Contributor,
    Moved,
    NextTest,
    RegionTrace,
    Stop,
    Trace,
    UsualExplanation,
)
from kinechain.report.vocabulary import Citation, MeasureWords, RedFlagQuestion, TypicalCurve, Vocabulary

Points = NDArray[np.float64]
SHARES = np.linspace(0, 100, 101)
PERIOD_S = 1.14
FILM_WIDTH, FILM_HEIGHT = 360, 480


def sample_case(*, red_flags: tuple[str, ...] | None = ()) -> Case:
    return Case(
        person=Person(age_years=34, sex="female", height_m=1.68),
        pain=(Pain(region="neck", intensity=6, since_days=120, provoked_by=("sitting",)),),
        red_flags=red_flags,
        habits=Habits(sitting_hours=9, stress="high", sleep="poor"),
    )


def _bumps(*bumps: tuple[float, float, float], base: float = 0.0) -> Points:
    """A smooth curve over the stride from (centre, width, height) bumps."""
    curve = np.full(101, float(base))
    for centre, width, height in bumps:
        away = np.minimum(np.abs(SHARES - centre), 100 - np.abs(SHARES - centre))
        curve += height * np.exp(-0.5 * (away / width) ** 2)
    return curve


def _shifted(curve: Points, by: float, scale: float = 1.0) -> Points:
    return np.interp((SHARES - by) % 100, SHARES, curve) * scale


KNEE = _bumps((13, 7, 13), (72, 9, 57), base=5)
ANKLE = _bumps((45, 12, 15), (8, 4, -5), (63, 5, -19), (84, 7, 4), base=1)
THIGH = 8 + 19 * np.cos(2 * np.pi * (SHARES - 92) / 100)
FOOT = _bumps((2, 4, 16), (60, 8, -56), (92, 7, 18))
TRUNK = 4 + 1.2 * np.cos(4 * np.pi * (SHARES - 10) / 100)


def sample_curves() -> tuple[StrideCurve, ...]:
    curves = []
    for angle, curve, spread in (
        ("knee_flexion", KNEE, 3.2),
        ("ankle_dorsiflexion", ANKLE, 3.6),
        ("thigh_angle", THIGH, 1.8),
        ("foot_pitch", FOOT, 4.4),
    ):
        wobble = spread * (1 + 0.4 * np.sin(SHARES / 9))
        curves.append(StrideCurve(angle, "left", curve, wobble, 4))
        curves.append(StrideCurve(angle, "right", _shifted(curve, 1.5, 0.9), wobble, 3))
    curves.append(StrideCurve("trunk_lean", None, TRUNK, np.full(101, 0.8), 7))
    return tuple(curves)


def sample_events() -> tuple[Event, ...]:
    """Strikes and offs of about four strides, left first."""
    events: list[Event] = []
    for stride in range(4):
        start = 0.31 + stride * PERIOD_S
        events += [
            Event("left", "foot_strike", start, 0.011),
            Event("right", "foot_off", start + 0.12 * PERIOD_S, 0.009),
            Event("right", "foot_strike", start + 0.5 * PERIOD_S, 0.012),
            Event("left", "foot_off", start + 0.62 * PERIOD_S, 0.010),
        ]
    return tuple(events)


def _told(
    measure: str,
    unit: str,
    sides: dict[Side | None, tuple[float, float, Verdict]],
    reason: str = "",
    n: int = 4,
) -> list[Measurement]:
    method = "the body fitted to the keypoints of one camera"
    return [
        Measurement(measure, side, value, unit, sd, n, method, verdict, reason)
        for side, (value, sd, verdict) in sides.items()
    ]


def _untold(
    measure: str, unit: str, reason: str, sides: tuple[Side | None, ...] = (None,)
) -> list[Measurement]:
    return [Measurement(measure, side, None, unit, None, 0, "", "cannot_tell", reason) for side in sides]


_FRONT = "This needs a view from the front; the camera stood at the side."
_LONG_AXIS = "Turning about the leg's own length cannot be seen by one camera."
_ERROR = "left and right differ by 1.9 deg, but the error of that difference is 2.6"


def sample_measurements() -> tuple[Measurement, ...]:
    both: tuple[Side | None, ...] = ("left", "right")
    return tuple(
        _told("walking_speed", "m/s", {None: (1.176, 0.041, "typical")}, "within the typical range", 7)
        + _told("cadence", "steps/min", {None: (105.3, 1.1, "typical")}, "within the typical range", 8)
        + _told(
            "stride_length",
            "m",
            {"left": (1.338, 0.034, "typical"), "right": (1.327, 0.035, "typical")},
            "within the typical range",
        )
        + _told("stance_share", "%", {"left": (62.1, 0.8, "typical"), "right": (61.4, 0.9, "typical")})
        + _told(
            "ankle_dorsiflexion_stance_peak",
            "deg",
            {"left": (14.8, 3.1, "cannot_tell"), "right": (12.9, 3.2, "cannot_tell")},
            _ERROR,
        )
        + _told(
            "foot_pitch_push_off",
            "deg",
            {"left": (55.2, 4.1, "typical"), "right": (49.7, 4.3, "cannot_tell")},
            "the error (4.3 deg) reaches past the lower end of the typical range",
        )
        + _told(
            "knee_flexion_swing_peak", "deg", {"left": (62.2, 1.9, "typical"), "right": (55.9, 2.0, "low")}
        )
        + _told(
            "thigh_trailing_angle_peak",
            "deg",
            {"left": (10.8, 0.9, "asymmetric"), "right": (6.9, 0.9, "asymmetric")},
            "left and right differ by 3.9 deg, more than 2.5",
        )
        + _told("trunk_lean_mean", "deg", {None: (4.1, 0.6, "typical")}, n=7)
        + _told(
            "head_forward_angle",
            "deg",
            {None: (31.4, 1.2, "high")},
            "4.4 deg above typical (11 to 27 deg); norm recalled, not looked up",
            7,
        )
        + _told("head_vertical_oscillation", "m", {None: (0.0421, 0.0034, "typical")}, n=7)
        + _untold("step_width", "m", _FRONT)
        + _untold("knee_valgus_angle", "deg", _FRONT, both)
        + _untold("trunk_sway_range", "deg", _FRONT)
        + _untold("pelvic_obliquity_range", "deg", _FRONT)
        + _untold("foot_progression_angle", "deg", _LONG_AXIS, both)
        + _untold("hip_extension_peak", "deg", "The tilt of the pelvis cannot be seen by one camera.", both)
        + _untold("pelvic_tilt_mean", "deg", "The tilt of the pelvis cannot be seen by one camera.")
        + _untold("toe_extension_push_off_peak", "deg", "A video sees no toe joint.", both)
        + _untold("arm_swing_range", "deg", "The far arm was hidden behind the body.", ("right",))
    )


def sample_walk() -> Walk:
    return Walk(
        source=Source("video", "walk.mp4", 144, 30.0, "side"),
        person=sample_case().person,
        direction="right_to_left",
        span=(0.31, 4.6),
        events=sample_events(),
        measurements=sample_measurements(),
        curves=sample_curves(),
        warnings=(
            "The camera stood about 7 deg off the side view; this was corrected, with a larger error.",
            "The right arm was hidden in 31 of 144 frames.",
        ),
        advice=(
            "film from the side, square to the way: the camera stood about 14 degrees off",
            "walk past again, or further: 3 whole strides of each leg make every number surer",
        ),
    )


_NOTHING_KNOWN = "no study has tested whether the ankle has anything to do with neck pain"


def sample_contributors() -> tuple[Contributor, ...]:
    return (
        Contributor(
            "forward_head",
            "neck",
            None,
            "head carried forward",
            0.31,
            (0.18, 0.47),
            "low",
            (
                "the ear is 31 deg in front of the shoulder, with an error of 2 deg; 11 to 27 deg is typical",
                "adults with neck pain carry the head further forward on average; in the young they do not",
            ),
            "a head carried under 25 deg at the next visit would lower this to about 12 %",
            1.8,
            ("mahmoud2019", "richards2021"),
            modifiable=True,
            moved_by=(
                Moved("head in front of the shoulders: 31 deg", 0.22, 0.31, ("mahmoud2019",)),
                Moved("Your answer about stress: yes", 0.38, 0.31),
                Moved("a stride", 0.306, 0.31),
            ),
        ),
        Contributor(
            "stiff_upper_back",
            "upper_back",
            None,
            "upper back that turns little",
            0.16,
            (0.06, 0.31),
            "very_low",
            ("not measured: this is what is expected of somebody of that age who sits much",),
            "a seated rotation test would move this to about 5 % or 30 %",
            1.4,
            ("falla2017",),
            modifiable=True,
        ),
        Contributor(
            "low_activity",
            "pelvis",
            None,
            "short slow walks",
            0.11,
            (0.05, 0.2),
            "moderate",
            ("speed is typical for women of that age: 1.18 m/s, with an error of 0.08",),
            "fewer than 4,000 steps a day would raise this to about 18 %",
            1.3,
            ("sitthi2015",),
            modifiable=True,
        ),
        Contributor(
            "limited_ankle_dorsiflexion",
            "ankle",
            "right",
            "ankle that bends little",
            0.08,
            (0.02, 0.19),
            "very_low",
            (_NOTHING_KNOWN,),
            "nothing that can be measured here: the likelihood ratio is 1",
            1.0,
            (),
            modifiable=True,
        ),
        Contributor(
            "short_trailing_leg",
            "hip",
            "right",
            "leg that trails little behind",
            0.07,
            (0.02, 0.16),
            "contradicted",
            (
                "the right thigh reaches 7 deg behind, the left 11 deg",
                "where people with neck pain were compared with others, stride length did not differ",
            ),
            "",
            1.0,
            ("burton2023",),
            modifiable=True,
        ),
        Contributor(
            "worn_shoe",
            "shoe",
            None,
            "worn, stiff shoes",
            0.04,
            (0.01, 0.12),
            "very_low",
            ("one uncontrolled trial of insoles in 15 students",),
            "",
            1.0,
            ("neckinsole",),
            modifiable=True,
        ),
    )


def sample_trace() -> Trace:
    usual = (
        UsualExplanation(
            "high_stress",
            "stress and low mood",
            0.44,
            (0.31, 0.58),
            ("you said that stress is high", "stress foretells neck pain better than any posture does"),
            ("mclean2010", "kim2018"),
        ),
        UsualExplanation(
            "poor_sleep", "poor sleep", 0.35, (0.2, 0.5), ("you said that you sleep badly",), ("jahre2020",)
        ),
        UsualExplanation(
            "prolonged_sitting", "long sitting", 0.24, (0.12, 0.4), ("nine hours a day",), ("kim2018",)
        ),
    )
    region = RegionTrace("neck", sample_contributors(), usual, 0.38)
    tests = (NextTest("neck_rotation", 0.14, 3.0), NextTest("knee_to_wall", 0.01, 4.0))
    warning = "Earlier episodes were not asked; a common share was assumed."
    return Trace(None, (region,), tests, (warning,), sample_by_hand())


def sample_by_hand() -> tuple[Measurement, ...]:
    """A guided test of both sides, as it comes from the reasoner."""
    between = "left and right differ by 0.040 m, a real difference"
    graded = "about {share} of 100 healthy people show less, the average is 0.111 m"
    results: tuple[tuple[Side, float, Verdict, int], ...] = (
        ("left", 0.045, "low", 3),
        ("right", 0.085, "typical", 25),
    )
    return tuple(
        Measurement("knee_to_wall_distance", side, value, "m", 0.007, 3, "guided test, by tape", verdict,
                    f"{verdict} (0.057 to 0.164 m); {graded.format(share=share)}; {between}")
        for side, value, verdict, share in results
    )  # fmt: skip


def sample_chain() -> RegionTrace:
    """Left knee pain in which a stiff ankle counts mostly through a knee that turns in."""
    (neck,) = sample_trace().regions
    ankle = replace(neck.contributors[0], id="limited_ankle_dorsiflexion", link="ankle", side="left",
                    name="ankle that bends little", direct=0.05, through=0.27)  # fmt: skip
    knee = replace(neck.contributors[1], id="knee_turning_in", link="knee", side="left",
                   name="knee that turns in", direct=0.16)  # fmt: skip
    foot = replace(knee, id="rolling_in_foot", link="arch", name="foot that rolls in", direct=0.02)
    far = replace(foot, side="right")
    return replace(neck, region="hip", side="left", contributors=(ankle, knee, foot, far))


def sample_nine_pains() -> tuple[Trace, Case]:
    """Every region of the design hurts."""
    trace, (neck,) = sample_trace(), sample_trace().regions
    regions: tuple[Region, ...] = get_args(Region)
    pains = tuple(Pain(region=region) for region in regions)
    told = tuple(replace(neck, region=region) for region in regions)
    return replace(trace, regions=told), Case(pain=pains, red_flags=())


def sample_two_pains() -> Trace:
    """Neck and knee pain, each with a faint link that is the same left and right; the knee has no other."""
    trace = sample_trace()
    (neck,) = trace.regions
    both = tuple(
        replace(
            neck.contributors[0],
            id="weak_thigh",
            link="knee",
            name="weak front of the thigh",
            side=side,
            probability=0.021,
            interval=(0.0, 0.08),
            would_change=f"stand up from a chair, {side} side: if it clearly is so, this would go to 9 %",
        )
        for side in SIDES
    )
    faint = tuple(replace(e, probability=0.004, interval=(0.0, 0.1)) for e in neck.usual_explanations)
    knee = RegionTrace("knee", (*both, neck.contributors[4]), faint, 0.9)
    return replace(trace, regions=(replace(neck, contributors=(*neck.contributors, *both)), knee))


def sample_stop() -> Trace:
    stop = Stop(
        "urgent",
        ("Are your hands clumsy, or has your walking become unsteady?",),
        "Get medical care today. Do not start a programme before a doctor has looked at this.",
    )
    return Trace(stop, (), (), ())


def sample_plan() -> Plan:
    return Plan(
        exercises=(
            Exercise(
                "deep_neck_flexors",
                "Chin nod, lying",
                ("forward_head",),
                "Trains the muscles that hold the head up; the best tested exercise for neck pain.",
                (
                    "Lie on your back with a folded towel under the head.",
                    "Nod as if to say yes until the back of the neck grows long. The head stays down.",
                    "Hold, breathe on, let go slowly.",
                ),
                Dose(sets=3, repetitions=10, hold_s=5, times_per_week=5),
                ("hold for 15 s", "then lift the head by a finger's breadth"),
                ("fewer nods, or a thicker towel",),
                ("the nod brings dizziness or tingling",),
                "moderate",
                ("gross2015", "dezoete2020"),
            ),
            Exercise(
                "scapular_row",
                "Band row",
                ("stiff_upper_back",),
                "Strengthens the back of the shoulders, which carries the neck.",
                (
                    "Fix a band at the height of your ribs and hold both ends, arms long.",
                    "Draw the elbows back until they reach your sides; keep the shoulders low.",
                    "Return in three seconds.",
                ),
                Dose(sets=3, repetitions=8, times_per_week=3),
                ("a stronger band once 12 are easy in all sets",),
                ("a lighter band, or one arm at a time",),
                (),
                "moderate",
                ("gross2015",),
            ),
            Exercise(
                "upper_back_turn",
                "Upper back turn, kneeling",
                ("stiff_upper_back",),
                "Lets the upper back share the turning that the neck does alone.",
                (
                    "Kneel on all fours, one hand behind the head.",
                    "Turn the elbow down towards the other wrist, then up to the ceiling.",
                    "Follow the elbow with your eyes.",
                ),
                Dose(sets=2, repetitions=8, times_per_week=5),
                ("sit back on the heels to turn further",),
                ("do it seated",),
                ("kneeling hurts",),
                "very_low",
                (),
            ),
            Exercise(
                "walk_more",
                "Walk more",
                ("neck pain in general",),
                "More steps a day went with fewer new neck pains in people at desks.",
                ("Walk at a pace at which you can still talk.", "Let the arms swing and look ahead."),
                Dose(minutes=20, times_per_week=7),
                ("a thousand steps more every two weeks",),
                ("three walks of ten minutes",),
                (),
                "low",
                ("sitthi2020", "sitthi2015"),
            ),
        ),
        shoes=("Nothing in the shoes needs to change for the neck's sake.",),
        habits=("Get up at least once an hour.", "Put the screen at the height of your eyes."),
        stop_rules=(
            "pain above 5 of 10 during an exercise, or worse the next morning two days running",
            "sharp or electric pain, new numbness, weakness or tingling",
            "dizziness, a change of sight or speech, pain in the chest",
        ),
        retest=Retest(42, ("head_forward_angle", "neck_rotation_range")),
        see_a_clinician="If the pain has not come down by a third in six weeks, or gets worse at any time.",
    )


def sample_vocabulary() -> Vocabulary:
    measures = {
        "walking_speed": MeasureWords(
            "Walking speed", (1.08, 1.58), "how fast you walk at the pace you choose"
        ),
        "cadence": MeasureWords("Steps a minute", (98, 128), "how many steps you take in a minute"),
        "stride_length": MeasureWords("Stride length", (1.2, 1.55), "from one strike of a foot to its next"),
        "stance_share": MeasureWords(
            "Time on the foot", (58, 64), "share of the stride with the foot on the floor"
        ),
        "ankle_dorsiflexion_stance_peak": MeasureWords(
            "Ankle bend in stance", (8, 18), "how far the shin comes over the planted foot"
        ),
        "foot_pitch_push_off": MeasureWords(
            "Heel lift at push-off", (46, 66), "tilt of the foot as it leaves the floor"
        ),
        "knee_flexion_swing_peak": MeasureWords(
            "Knee bend in swing", (58, 70), "bend as the leg swings through"
        ),
        "thigh_trailing_angle_peak": MeasureWords(
            "Thigh behind you", None, "how far the thigh reaches behind"
        ),
        "trunk_lean_mean": MeasureWords("Trunk lean", (0, 7), "forward lean while walking"),
        "head_forward_angle": MeasureWords(
            "Head in front of the shoulders", (11, 27), "from the vertical, in walking"
        ),
        "head_vertical_oscillation": MeasureWords(
            "Bobbing of the head", (0.03, 0.055), "up and down in a stride"
        ),
    }
    curve = {
        "knee_flexion": TypicalCurve(
            KNEE[::5] + 1, np.full(21, 5.0), "adults, pace of their choice", "", ("gross2015",)
        ),
        "ankle_dorsiflexion": TypicalCurve(
            ANKLE[::5] - 1, np.full(21, 3.4), "adults, pace of their choice", "", ("gross2015",)
        ),
    }
    return Vocabulary(
        measures=measures,
        citations=_citations(),
        questions={
            "all": (
                RedFlagQuestion(
                    "systemic", "urgent", "Fever, night sweats, or weight lost without a reason?"
                ),
            ),
            "neck": (
                RedFlagQuestion(
                    "vessel",
                    "emergency",
                    "Sudden dizziness, double sight, slurred speech or a drooping face?",
                ),
                RedFlagQuestion("cord", "urgent", "Have your hands become clumsy, or your walking unsteady?"),
            ),
        },
        guided={name: load().tests[name] for name in ("neck_rotation", "knee_to_wall", "straight_leg_raise")},
        claims={name: load().claims[name] for name in ("000-01", "000-08", "002-23", "004-18")},
        pulls={"limited_ankle_dorsiflexion": (("rolling_in_foot", "low"), ("knee_turning_in", "very_low"))},
        curves=curve,
    )


def _citations() -> dict[str, Citation]:
    names = (
        "mahmoud2019", "richards2021", "falla2017", "sitthi2015", "burton2023", "mclean2010", "kim2018",
        "jahre2020", "gross2015", "dezoete2020", "sitthi2020",
    )  # fmt: skip
    return {
        name: Citation(
            f"A made-up review of {name[:-4]}. Journal of Samples {name[-4:]}", f"https://example.org/{name}"
        )
        for name in names
    }


def _limb(hip: Points, thigh_deg: float, knee_deg: float, pitch_deg: float) -> dict[str, Points]:
    """Knee, ankle, heel and toe of a walker who faces left; pixels."""

    def swing(origin: Points, length: float, forward_deg: float) -> Points:
        angle = math.radians(forward_deg)
        return _moved(origin, -length * math.sin(angle), length * math.cos(angle))

    knee = swing(hip, 95, thigh_deg)
    ankle = swing(knee, 95, thigh_deg - knee_deg)
    along = np.array([-math.cos(math.radians(pitch_deg)), -math.sin(math.radians(pitch_deg))])
    down = np.array([along[1], -along[0]])
    return {
        "knee": knee,
        "ankle": ankle,
        "heel": ankle - 12 * along + 14 * down,
        "toe": ankle + 42 * along + 16 * down,
    }


def _moved(point: Points, across: float, down: float) -> Points:
    moved: Points = point + np.array([across, down])
    return moved


def _keypoints(phase: float) -> Points:
    """All 33 landmarks at a phase of the left stride; hidden ones are NaN."""
    points = np.full((33, 2), np.nan)
    bob = 5 * math.cos(4 * math.pi * phase)
    hip = np.array([185.0, 236 + bob])
    neck, head = _moved(hip, -8, -128), _moved(hip, -22, -168)
    points[0], points[7], points[8] = _moved(head, -14, 4), _moved(head, 4, 2), _moved(head, 2, 3)
    for first, shift in ((0, 0.0), (1, 0.5)):
        share = ((phase + shift) % 1) * 100
        leg = _limb(
            _moved(hip, 2 - 4 * first, 0), *(float(np.interp(share, SHARES, c)) for c in (THIGH, KNEE, FOOT))
        )
        points[11 + first], points[23 + first] = _moved(neck, 3 - 6 * first, 4), _moved(hip, 2 - 4 * first, 0)
        for number, name in ((25, "knee"), (27, "ankle"), (29, "heel"), (31, "toe")):
            points[number + first] = leg[name]
        arm = math.radians(-22 * math.cos(2 * math.pi * (phase + shift)))
        elbow = points[11 + first] + 62 * np.array([-math.sin(arm), math.cos(arm)])
        points[13 + first] = elbow
        points[15 + first] = elbow + 56 * np.array([-math.sin(arm + 0.4), math.cos(arm + 0.4)])
    return points


def _picture(points: Points, shift: float) -> bytes:
    image = Image.new("RGB", (FILM_WIDTH, FILM_HEIGHT), (203, 208, 205))
    pen = ImageDraw.Draw(image)
    for k in range(-1, 5):
        left = k * 110 - shift % 110
        pen.rectangle((left, 0, left + 52, 380), fill=(191, 198, 196))
    pen.rectangle((0, 440, FILM_WIDTH, FILM_HEIGHT), fill=(167, 164, 156))
    for pairs, width, colour in (
        (((12, 14), (14, 16)), 22, (88, 102, 120)),
        (((24, 26), (26, 28), (28, 32)), 34, (62, 70, 84)),
        (((11, 23),), 62, (108, 124, 146)),
        (((23, 25), (25, 27), (27, 31)), 36, (74, 84, 100)),
        (((11, 13), (13, 15)), 22, (120, 136, 158)),
    ):
        for a, b in pairs:
            ends = [tuple(points[a]), tuple(points[b])]
            pen.line(ends, fill=colour, width=width)
            for x, y in ends:
                pen.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=colour)
    x, y = _moved(points[7], -8, -4)
    pen.ellipse((x - 26, y - 31, x + 26, y + 31), fill=(196, 160, 140))
    buffer = io.BytesIO()
    image.save(buffer, "WEBP", quality=70)
    return buffer.getvalue()


def sample_film(count: int = 120) -> Film:
    frames = []
    for k in range(count):
        time_s = 0.2 + k / 30
        points = _keypoints(((time_s - 0.31) / PERIOD_S) % 1)
        picture = _picture(points, -4.5 * k)
        if k % 10 == 4:
            points[[14, 16]] = np.nan
        frames.append(FilmFrame(time_s, picture, points, points + 1.0))
    return Film(FILM_WIDTH, FILM_HEIGHT, tuple(frames))


def hostile(
    text: str = "<script>alert(1)</script>\"'&</style><img src=x onerror=alert(1)>",
) -> dict[str, Any]:
    """The sample with that text in every field that somebody else fills in."""
    walk = sample_walk()
    measurements = tuple(replace(m, method=text, reason=text) for m in walk.measurements)
    odd = Measurement(text, None, 1.0, text, 0.1, 1, text, "typical", text)
    walk = replace(
        walk,
        source=replace(walk.source, file=text, kind=text),
        measurements=(*measurements, odd),
        curves=(*walk.curves, replace(walk.curves[0], angle=text)),
        warnings=(text,),
        advice=(text,),
        more_sources=(replace(walk.source, file=text, kind=text),),
    )
    contributor = replace(
        sample_contributors()[0],
        id=text,
        link=text,
        name=text,
        because=(text,),
        would_change=text,
        sources=(text,),
        moved_by=(Moved(text, 0.1, 0.3, (text,)),),
    )
    usual = UsualExplanation(text, text, 0.2, (0.1, 0.3), (text,), (text,))
    by_hand = tuple(replace(m, method=text, reason=f"{text}; {text}") for m in sample_by_hand())
    region = RegionTrace("neck", (contributor,), (usual,), 0.2)
    trace = Trace(None, (region,), (NextTest(text, 0.1, 1.0),), (text,), by_hand)
    dose = Dose(sets=1, repetitions=8, times_per_week=3)
    exercise = Exercise(
        text, text, (text,), text, (text,), dose, (text,), (text,), (text,), text, (text,), form=text
    )
    plan = Plan(
        (exercise,),
        (text,),
        (text,),
        (text,),
        Retest(7, (text,), measure_now=(text,)),
        text,
        first=(text,),
        short_term=(text,),
        see=(See(text, text, date(2026, 1, 1), text),),
        left_out=(LeftOut(text, text, text),),
    )
    case = Case(pain=(Pain(region="neck", provoked_by=(text,)),), red_flags=())
    return {"walk": walk, "film": sample_film(3), "trace": trace, "plan": plan, "case": case}
