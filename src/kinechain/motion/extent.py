"""How much motion there may be: what a video may hold, with room to spare."""

LONGEST_S = 600.0
# Ten minutes at 120 Hz; captures are thinned to about half of that.
MOST_FRAMES = 72_000
# Frames further apart say nothing of a walk; no phone takes them closer together.
LOWEST_HZ, HIGHEST_HZ = 1.0, 1000.0
# Pixels of a picture's side, and how far out of the picture or the laboratory a keypoint may be put.
LARGEST_SIDE = 100_000
FURTHEST = 1e6
# How much larger things may become by zooming while it films.
MOST_ZOOM = 100.0
# Markers of a laboratory: how many, and how far from its origin, in metres.
MOST_MARKERS = 300
FURTHEST_M = 200.0
# Points of a motion over all its frames: ten minutes of 100 markers at 100 Hz.
MOST_POINTS = 6_000_000
# Force plates and their samples over all of them.
MOST_PLATES = 16
MOST_PLATE_SAMPLES = 8_000_000
HIGHEST_PLATE_HZ = 20_000.0
# Newtons, ten times a heavy person's landing; and newton metres.
LARGEST_FORCE_N = 50_000.0
# Numbers that one reading may carry, a laboratory model's outputs included.
MOST_NAMES, MOST_VALUES = 1000, 3 * MOST_POINTS
