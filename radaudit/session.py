"""One audit from the outside: opens the study and the policy, chooses store and runner, audits."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import get_args

from radaudit.auditing import Request, audit
from radaudit.compute.cluster import Cluster
from radaudit.compute.engine import Compute, Progress
from radaudit.compute.runners import Processes, Runner, default_workers, serial
from radaudit.compute.store import Store
from radaudit.core.errors import PolicyError, UsageError
from radaudit.core.report import Report
from radaudit.evidence.auditor import PERTURBATIONS, QUICK, Auditor, Effort
from radaudit.models.sandbox.run import Demand
from radaudit.output import check_writable
from radaudit.planning.make import plan
from radaudit.planning.plan import Plan
from radaudit.study.load import load_study
from radaudit.study.policy import FailOn, Policy, load_policy


@dataclass(frozen=True)
class Session:
    """What is audited and how; None leaves the policy's own word, or the default."""

    study: Path
    policy: Path | None = None
    select: list[str] | None = None
    fail_on: str | None = None
    jobs: int | None = None
    trust: bool = False
    exact: bool = False
    store: Path | None = None
    cluster: str | None = None
    sandbox: Demand = "best"
    online: bool = False
    quick: bool = False
    show_ids: bool = False
    baseline: Path | None = None
    thumbnails: bool = False

    @property
    def command(self) -> str:
        """What to type for the same report: the options that change it, and no path of this machine."""
        study = self.study.resolve()
        words = ["radaudit", "audit", study.name if study.is_dir() else study.parent.name]
        words += ["--policy", self.policy.name] if self.policy else []
        words += [word for glob in self.select or () for word in ("--select", glob)]
        words += ["--fail-on", self.fail_on] if self.fail_on else []
        words += ["--trust"] * self.trust + ["--exact-pyradiomics"] * self.exact
        words += ["--sandbox", self.sandbox] if self.sandbox != "best" else []
        words += ["--online"] * self.online + ["--quick"] * self.quick
        words += ["--show-ids"] * self.show_ids
        words += ["--baseline", self.baseline.name] if self.baseline else []
        words += ["--thumbnails"] * self.thumbnails
        return shlex.join(words)


def opened(session: Session, progress: Progress | None = None, without_answers: bool = False) -> Report:
    """Perform the audit.

    Parameters
    ----------
    without_answers
        Whether the authors' checklist answers are left unread, because they are being written.

    Raises
    ------
    UsageError
        If manifest, policy or tables, or the cluster, can't be used: no audit was performed.
    """
    _check_workers(session)
    policy, store = chosen_policy(session), session.store or default_store()
    check_writable(store, "results")
    request = _request(session, policy)
    if without_answers:
        bare = request.study.manifest.model_copy(update={"checklists": {}})
        request = replace(request, study=replace(request.study, manifest=bare))
    with _runner(session) as runner:
        return audit(request, Compute(Store(store), runner, progress))


def _check_workers(session: Session) -> None:
    if session.cluster is not None and session.jobs is not None:
        raise UsageError("--jobs and --cluster exclude each other: the cluster has as many workers as it has")


def _request(session: Session, policy: Policy) -> Request:
    wanted = {name: number for name, number in policy.effort if number is not None}
    effort = replace(QUICK if session.quick else Effort(), **PERTURBATIONS.get(policy.perturbations, {}) | wanted)
    auditor = Auditor(session.trust, session.exact, sandbox=session.sandbox, online=session.online, effort=effort)
    return Request(load_study(session.study), policy, auditor, session.command, session.show_ids, session.thumbnails)


@contextmanager
def _runner(session: Session) -> Iterator[Runner]:
    """What does the jobs: a cluster, this process, or worker processes."""
    workers = session.jobs or default_workers()
    if session.cluster is None and workers == 1:
        yield serial
        return
    with closing(Processes(workers) if session.cluster is None else Cluster(session.cluster)) as runner:
        yield runner


def planned(session: Session, progress: Progress | None = None, timing: bool = True) -> Plan:
    """What the audit would do; with `timing`, one job of each kind is done and timed.

    Raises
    ------
    UsageError
        If manifest, policy or tables, or the cluster, can't be used: no audit would be performed.
    """
    _check_workers(session)
    policy, store = chosen_policy(session), Store(session.store or default_store())
    request = _request(session, policy)
    workers = session.jobs or default_workers()
    if not timing and session.cluster is None:
        return plan(request, store, workers)
    check_writable(store.folder, "results")
    with ExitStack() as stack:  # a process of its own, as in an audit: a file that kills it does not end the plan
        runner = serial
        if session.cluster is not None:  # one that can't be used is told now, and not when the audit starts
            runner = stack.enter_context(closing(Cluster(session.cluster)))
            workers = runner.workers
        elif workers > 1:
            runner = stack.enter_context(closing(Processes(1)))
        return plan(request, store, workers, Compute(store, runner, progress) if timing else None)


def default_store() -> Path:
    """Where results are kept: $RADAUDIT_STORE, or the user's cache folder."""
    import platformdirs

    return Path(os.environ.get("RADAUDIT_STORE") or Path(platformdirs.user_cache_dir("radaudit")) / "store")


def chosen_policy(session: Session) -> Policy:
    """The policy as it is applied: the file's, or the default one, with what the session sets instead."""
    if session.policy and not session.policy.is_file():
        raise PolicyError(f"there is no policy file {session.policy}")
    policy = load_policy(session.policy) if session.policy else Policy()
    if session.fail_on not in (None, *get_args(FailOn)):
        raise PolicyError(f"'fail_on' is {session.fail_on!r}; it can be {', '.join(get_args(FailOn))}")
    changes = {"select": session.select, "fail_on": session.fail_on, "baseline": session.baseline}
    return policy.model_copy(update={key: value for key, value in changes.items() if value is not None})
