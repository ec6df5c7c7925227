"""One audit from the outside: opens the study and the policy, chooses store and runner, audits."""

from __future__ import annotations

import os
import shlex
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from radaudit.auditing import Request, audit
from radaudit.compute.engine import Compute, Progress
from radaudit.compute.runners import Processes, default_workers, serial
from radaudit.compute.store import Store
from radaudit.core.errors import PolicyError
from radaudit.core.report import Report
from radaudit.evidence.auditor import Auditor
from radaudit.output import check_writable
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

    @property
    def command(self) -> str:
        """What to type for the same report: the options that change it, and no path of this machine."""
        study = self.study.resolve()
        words = ["radaudit", "audit", study.name if study.is_dir() else study.parent.name]
        words += ["--policy", self.policy.name] if self.policy else []
        words += [word for glob in self.select or () for word in ("--select", glob)]
        words += ["--fail-on", self.fail_on] if self.fail_on else []
        words += ["--trust"] * self.trust + ["--exact-pyradiomics"] * self.exact
        return shlex.join(words)


def opened(session: Session, progress: Progress | None = None) -> Report:
    """Perform the audit.

    Raises
    ------
    UsageError
        If manifest, policy or tables can't be used: no audit was performed.
    """
    policy, store = _policy(session), session.store or default_store()
    check_writable(store, "results")
    request = Request(load_study(session.study), policy, Auditor(session.trust, session.exact), session.command)
    workers = session.jobs or default_workers()
    with ExitStack() as stack:
        runner = serial if workers == 1 else stack.enter_context(closing(Processes(workers)))
        return audit(request, Compute(Store(store), runner, progress))


def default_store() -> Path:
    """Where results are kept: $RADAUDIT_STORE, or the user's cache folder."""
    import platformdirs

    return Path(os.environ.get("RADAUDIT_STORE") or Path(platformdirs.user_cache_dir("radaudit")) / "store")


def _policy(session: Session) -> Policy:
    if session.policy and not session.policy.is_file():
        raise PolicyError(f"there is no policy file {session.policy}")
    policy = load_policy(session.policy) if session.policy else Policy()
    if session.fail_on not in (None, *get_args(FailOn)):
        raise PolicyError(f"'fail_on' is {session.fail_on!r}; it can be {', '.join(get_args(FailOn))}")
    changes = {"select": session.select, "fail_on": session.fail_on}
    return policy.model_copy(update={key: value for key, value in changes.items() if value is not None})
