"""From a case and its walk to the answer as it is shown: reasoned, planned, printed, written as a report."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from kinechain.case import Case
    from kinechain.recorded_walk import RecordedWalk


def answer_case(
    case: "Case",
    recorded: "RecordedWalk | None",
    report: Path | None,
    *,
    case_file: Path | None = None,
    as_json: bool,
) -> None:
    """Say what may contribute to the pain and what to do; a report is written unless `report` is None.

    `recorded` is the walk that was measured beside the case, if any; `case_file` where the case lies, whose
    programme is then pointed to. Raises as `kinechain.reasoning.trace`.
    """
    from concurrent.futures import ThreadPoolExecutor
    from datetime import datetime

    from kinechain.plan import make_plan
    from kinechain.plan.to_json import trace_json
    from kinechain.reasoning import trace
    from kinechain.terminal import print_advice, print_json, print_next, print_trace, print_warnings

    walk = recorded.walk if recorded else None
    measured = walk.measurements if walk else ()
    with ThreadPoolExecutor(1) as beside:
        # The film is cut while the rest is thought about.
        film = beside.submit(recorded.film) if recorded and report else None
        result = trace(case, measured)
        plan = make_plan(result, case, datetime.now().astimezone().date(), measured=measured)
    warnings = (*(walk.warnings if walk else ()), *result.warnings)
    if as_json:
        print_json(trace_json(result, plan, measured, warnings))
    else:
        said_below = {region.film_limit for region in result.regions}
        print_warnings([warning for warning in warnings if warning not in said_below])
        print_trace(result)
        print_advice(walk.advice if walk else ())
    if report:
        from kinechain.report import write_report

        shown = film.result() if film else None
        write_report(report, walk=walk, film=shown, trace=result, plan=plan, case=case)
        typer.echo(f"The report is in {report}.", err=as_json)
    if case_file and plan and not result.stop and not as_json:
        print_next(case_file)
