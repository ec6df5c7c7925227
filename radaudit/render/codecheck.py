"""A draft of the file in which a CODECHECK records who made the results of a paper again, and which.

An audit knows the paper, the files that the study made, and what came of making them again. Names of people, the
certificate and where it is published are for people to give: they stand as FIXME, which the CODECHECK's own rules
(CC-CFG-023) don't let pass, so that no draft is taken for a certificate.

References
----------
https://codecheck.org.uk/spec/config/2.0/ · doi:10.12688/f1000research.51738.2
"""

from __future__ import annotations

import yaml

from radaudit.core.registry import plugin
from radaudit.core.report import Report
from radaudit.render.text import visible

SPECIFICATION = "https://codecheck.org.uk/spec/config/2.0/"
OPEN = "FIXME"
_HEAD = f"""\
# Draft, written by radaudit. Fill in every {OPEN}, put the file into the study's root, and take out of the manifest
# what the codechecker did not make again.
"""


@plugin("renderer", "codecheck")
def render_codecheck(report: Report) -> str:
    """Configuration of a CODECHECK, version 2.0, as far as an audit can fill it in."""
    said = {
        "version": SPECIFICATION,
        "manifest": _manifest(report),
        "paper": _paper(report),
        "codechecker": [{"name": OPEN, "ORCID": OPEN}],
        "report": OPEN,
        "summary": visible(report.verdict.sentence) + f" ({_counted(report)}; radaudit {report.provenance.radaudit})",
        "certificate": OPEN,
    }
    text = yaml.safe_dump(said, sort_keys=False, allow_unicode=True, width=120)
    return f"---\n{_HEAD}{text}"


def _manifest(report: Report) -> list[dict[str, str]]:
    made = report.provenance.products
    return [{"file": visible(path), "comment": visible(words)} for path, words in made.items()]


def _paper(report: Report) -> dict[str, object]:
    names = report.study.get("authors") or [OPEN]
    doi = visible(str(report.study.get("doi") or ""))
    return {
        "title": visible(str(report.study.get("title", OPEN))),
        "authors": [{"name": visible(str(name)), "ORCID": OPEN} for name in names],
        "reference": f"https://doi.org/{doi.removeprefix('doi:')}" if doi else OPEN,
    }


def _counted(report: Report) -> str:
    return ", ".join(
        f"{count} {outcome.replace('_', ' ')}" for outcome, count in report.verdict.counts.items() if count
    )
