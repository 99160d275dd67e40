"""What the fit of the body to one phone's film costs, on one core.

On the sample clip's captured motion: mending and smoothing, then the fit itself with its draws, in processor
seconds of the second of two runs (the first reads files and imports). Told for a clip of ten seconds in which
a person walks for as long, in proportion, as in this one.

    python benchmarks/film_fit.py [--save]
"""

import time

import kinechain as kc
from figures import Figure, busy_before, command_line, finish
from kinechain.case import Person
from kinechain.demo import HEIGHT_M, sample_video
from kinechain.gait.film_clip import film_clip
from kinechain.gait.fitted_film import fit_clips

CLIP_S = 10.0


def main() -> None:
    """Run it."""
    options = command_line(__doc__).parse_args()
    busy = busy_before()
    motion = kc.capture(sample_video())
    person = Person(height_m=HEIGHT_M)
    fit_clips([film_clip(motion)], person)
    start = time.process_time()
    clip = film_clip(motion)
    mended = time.process_time()
    fit_clips([clip], person)
    fitted = time.process_time()
    walked = sum(course.end_s - course.start_s for course in clip.passes)
    lasted = motion.attrs["frames"] / motion.attrs["fps"]
    figures = [
        Figure("Mending and smoothing", mended - start, "s", 2),
        Figure("The fit of this clip", fitted - mended, "s", 2),
        Figure("Seconds walked in it", walked, "s", 1),
        Figure("The fit of a clip of 10 s", (fitted - mended) * CLIP_S / lasted, "s", 2, "at most", 1),
    ]
    finish("film_fit", figures, save=options.save, busy=busy)


if __name__ == "__main__":
    main()
