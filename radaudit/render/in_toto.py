"""The verdict as an in-toto statement (test-result predicate), for signing by whoever ran the audit.

References
----------
https://in-toto.io/Statement/v1 · https://in-toto.io/attestation/test-result/v0.1
"""

from __future__ import annotations

import hashlib
import json

from radaudit.core.finding import Outcome
from radaudit.core.registry import plugin
from radaudit.core.report import Report

_RESULTS = {"holds": "PASSED", "concerns": "WARNED", "fails": "FAILED", "incomplete": "FAILED"}


@plugin("renderer", "in-toto")
def render_in_toto(report: Report) -> str:
    """Subjects are the study's files; the configuration is the policy; tests are checks by outcome."""
    policy = json.dumps(report.provenance.policy, sort_keys=True, ensure_ascii=False, default=str)
    made = {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [
            {"name": path, "digest": {"sha256": digest.removeprefix("sha256:")}}
            for path, digest in report.provenance.files.items()
        ],
        "predicateType": "https://in-toto.io/attestation/test-result/v0.1",
        "predicate": {
            "result": _RESULTS[report.verdict.level],
            "configuration": [
                {"name": "policy", "digest": {"sha256": hashlib.sha256(policy.encode()).hexdigest()}},
                {"name": f"radaudit {report.provenance.radaudit}"},
            ],
            "passedTests": _names(report, Outcome.PASS),
            "warnedTests": [*_names(report, Outcome.UNKNOWN), *_names(report, Outcome.FAIL, waived=True)],
            "failedTests": [*_names(report, Outcome.FAIL, waived=False), *_names(report, Outcome.ERROR)],
        },
    }
    return json.dumps(made, indent=1, ensure_ascii=False) + "\n"


def _names(report: Report, outcome: Outcome, waived: bool | None = None) -> list[str]:
    return [
        own.check for own in report.results if own.outcome is outcome and (waived is None or bool(own.waived) is waived)
    ]
