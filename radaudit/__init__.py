"""radaudit: does a radiomics or imaging-AI study hold up?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from radaudit.core.report import Report
    from radaudit.core.survey import Survey
    from radaudit.planning.plan import Plan

__version__ = "0.1.0"
__all__ = ["audit", "plan", "survey"]


def audit(
    study: str | Path,
    policy: str | Path | None = None,
    *,
    jobs: int | None = None,
    trust: bool = False,
    exact: bool = False,
    select: str | list[str] | None = None,
    fail_on: str | None = None,
    store: str | Path | None = None,
    cluster: str | None = None,
    online: bool = False,
    sandbox: Literal["best", "strict", "limits"] = "best",
    quick: bool = False,
    show_ids: bool = False,
    baseline: str | Path | None = None,
    thumbnails: bool = False,
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
    trust, sandbox
        Whether the study's own code may be run, and how far it has to be fenced off.
    exact
        Whether features are extracted by plain pyradiomics only, without shortcuts.
    select, fail_on
        As in the policy, whose keys they replace; a single glob need not be a list.
    store
        Folder of results already computed; by default in the user's cache.
    cluster
        Address of a Dask scheduler whose workers do the work, in place of `jobs`.
    online
        Whether a package index may be asked about the study's requirements, whose names it then learns.
    quick
        Whether the study's models are fitted less often.
    show_ids, thumbnails
        Whether the report names cases as the study does, and shows slices of their ROIs: patient data.
    baseline
        File of known failures, which do not fail the gate.

    Raises
    ------
    radaudit.core.errors.UsageError
        If manifest, policy or tables can't be used: no audit was performed.
    """
    from radaudit.session import Session, opened

    files = (Path(study), policy and Path(policy))
    how = {"trust": trust, "exact": exact, "sandbox": sandbox, "online": online, "quick": quick}
    how |= {"show_ids": show_ids, "baseline": baseline and Path(baseline), "thumbnails": thumbnails}
    session = Session(*files, _globs(select), fail_on, jobs, store=store and Path(store), cluster=cluster, **how)
    return opened(session)


def plan(
    study: str | Path,
    policy: str | Path | None = None,
    *,
    timing: bool = True,
    jobs: int | None = None,
    trust: bool = False,
    exact: bool = False,
    select: str | list[str] | None = None,
    store: str | Path | None = None,
) -> Plan:
    """What an audit would do: its jobs, time and disk, the checks that will be answered, what is missing.

    Parameters
    ----------
    timing
        Whether a job of each kind is done to see how long it takes; its result is kept for the audit.
    study, policy, jobs, trust, exact, select, store
        As of `audit`.

    Raises
    ------
    radaudit.core.errors.UsageError
        If manifest, policy or tables can't be used: no audit would be performed.
    """
    from radaudit.session import Session, planned

    session = Session(
        Path(study),
        policy=Path(policy) if policy else None,
        select=_globs(select),
        jobs=jobs,
        trust=trust,
        exact=exact,
        store=Path(store) if store else None,
    )
    return planned(session, timing=timing)


def survey(
    folder: str | Path,
    out: str | Path | None = None,
    policy: str | Path | None = None,
    *,
    audit: bool = True,
    jobs: int | None = None,
    trust: bool = False,
    select: str | list[str] | None = None,
    fail_on: str | None = None,
    store: str | Path | None = None,
    sandbox: Literal["best", "strict", "limits"] = "best",
    quick: bool = False,
) -> Survey:
    """Audit or read every study in a folder, and put them side by side.

    Parameters
    ----------
    folder
        That holds the studies, or reports of earlier audits.
    out
        Where page, tables and reports are written; by default nothing is.
    audit
        Whether studies without an up-to-date report are audited; else they are left out, and told.
    fail_on
        The gate of the survey; by default there is none, and each study is judged by the policy's.
    policy, jobs, trust, select, store, sandbox, quick
        As of `audit`, for every study.

    Raises
    ------
    radaudit.core.errors.UsageError
        If there is nothing to survey, the policy can't be used, or the results can't be written.
    """
    from radaudit.session import Session
    from radaudit.survey_session import Wanted, surveyed

    how = {"jobs": jobs, "trust": trust, "sandbox": sandbox, "quick": quick, "store": store and Path(store)}
    session = Session(Path(folder), policy and Path(policy), select, fail_on, **how)
    return surveyed(Wanted(Path(folder), session, out and Path(out), audit))


def _globs(select: str | list[str] | None) -> list[str] | None:
    return [select] if isinstance(select, str) else select
