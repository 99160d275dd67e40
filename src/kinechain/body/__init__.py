"""The skeletal chain: segments and joints, models of others, pose and shape from what was seen, loads."""
