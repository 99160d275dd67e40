"""What is assumed of a phone's camera where the file does not say."""

# Focal length as a share of the picture's longer side. Main cameras of phones have 24-28 mm
# (35 mm equivalent) for photos and crop to about 26-31 mm for video: 26/36 = 0.72 to 31/36 = 0.86.
ASSUMED_FOCAL = 0.8
# Standard deviation of the share: phones vary, lenses zoom.
FOCAL_SD = 0.15
