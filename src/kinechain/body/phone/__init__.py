"""One phone's film: the body fitted to the keypoints of a camera whose place and direction are not known."""
