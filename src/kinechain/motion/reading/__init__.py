"""Files from outside become motions: every format's reader, in a confined child process."""
