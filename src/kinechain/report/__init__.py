"""One story for the person, the clinician and the researcher: a self-contained HTML report."""

from kinechain.report.render_report import render_report
from kinechain.report.write_report import write_report

__all__ = ["render_report", "write_report"]
