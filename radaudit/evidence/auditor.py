"""What the auditor allows."""

from __future__ import annotations

from dataclasses import dataclass

from radaudit.models.sandbox.run import Demand


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
    sandbox
        How far the study's code has to be fenced off: "strict", "best" or "limits", see `models.sandbox.run`.
    online
        Whether a package index may be asked about the study's requirements.
    """

    trust: bool = False
    exact: bool = False
    seed: int = 0
    sandbox: Demand = "best"
    online: bool = False
