"""How much motion there may be: what a video may hold, with room to spare."""

LONGEST_S = 600.0
# Ten minutes at 120 Hz; captures are thinned to about half of that.
MOST_FRAMES = 72_000
# Frames further apart say nothing of a walk; no phone takes them closer together.
LOWEST_HZ, HIGHEST_HZ = 1.0, 1000.0
# Pixels of a picture's side, and how far out of the picture or the laboratory a keypoint may be put.
LARGEST_SIDE = 100_000
FURTHEST = 1e6
