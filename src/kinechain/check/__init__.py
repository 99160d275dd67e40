"""`kinechain check`: the guided questions and tests, one at a time, the most telling next."""
