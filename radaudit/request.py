"""What is audited, and how."""

from __future__ import annotations

from dataclasses import dataclass

from radaudit.evidence.auditor import Auditor
from radaudit.study.load import Study
from radaudit.study.policy import Policy


@dataclass(frozen=True)
class Request:
    """What is audited and how.

    Attributes
    ----------
    study, policy, auditor
        What the authors declare, how it is judged, what the auditor allows.
    command
        How the audit can be run again.
    show_ids
        Whether the report names cases and patients as the study does; else it numbers them.
    thumbnails
        Whether the report shows slices of the ROIs, which are patient data.
    """

    study: Study
    policy: Policy
    auditor: Auditor
    command: str = ""
    show_ids: bool = False
    thumbnails: bool = False
