"""Guided tests scored: what somebody read off by hand, or what a film of the test shows, becomes a
`Measurement`.

How each test is done, and with what error and norm it is scored, stands in ``knowledge/tests.yaml``. Files:
`entered_value` (is what was entered possible), `tries` (several tries, one result and its error), `grading`
(where a result lies among healthy people, in words), `sides` (left against right), `result` (all of it
together); `filmed_body`, `film_score` and a file for each test that a film can score, which `film_test`
puts together.
"""

from kinechain.selftest.film_test import measure_test
from kinechain.selftest.result import score_result

__all__ = ["measure_test", "score_result"]
