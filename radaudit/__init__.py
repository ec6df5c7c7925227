"""radaudit: does a radiomics or imaging-AI study hold up?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from radaudit.core.report import Report

__version__ = "0.1.0"
__all__ = ["audit"]


def audit(
    study: str | Path,
    policy: str | Path | None = None,
    *,
    jobs: int | None = None,
    trust: bool = False,
    exact: bool = False,
    select: list[str] | None = None,
    fail_on: str | None = None,
    store: str | Path | None = None,
) -> Report:
    """Audit a study.

    Parameters
    ----------
    study
        A folder with a ``radaudit.yaml``, or the file itself.
    policy
        The auditor's ``policy.yaml``.
    jobs
        Worker processes; by default one a CPU.
    trust
        Whether the study's own code may be run, in a process with limits.
    exact
        Whether features are extracted by plain pyradiomics only, without shortcuts.
    select, fail_on
        As in the policy, whose keys they replace.
    store
        Folder of results already computed; by default in the user's cache.

    Raises
    ------
    radaudit.core.errors.UsageError
        If manifest, policy or tables can't be used: no audit was performed.
    """
    from radaudit.session import Session, opened

    session = Session(
        Path(study),
        policy=Path(policy) if policy else None,
        select=select,
        fail_on=fail_on,
        jobs=jobs,
        trust=trust,
        exact=exact,
        store=Path(store) if store else None,
    )
    return opened(session)
