"""What the auditor allows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Auditor:
    """The auditor's word.

    Attributes
    ----------
    trust
        Whether the study's own code may be run.
    exact
        Whether features are extracted by plain pyradiomics only, without radaudit's shortcuts.
    seed
        For everything that is drawn.
    """

    trust: bool = False
    exact: bool = False
    seed: int = 0
