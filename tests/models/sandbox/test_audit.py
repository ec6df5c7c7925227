"""The sandbox in an audit: a study whose code is refused something costs that model, and the report names the rule."""

import numpy as np
import pytest

from radaudit.compute.digest import FileRef
from radaudit.compute.engine import Compute
from radaudit.compute.job import Failure
from radaudit.compute.store import Store
from radaudit.evidence.auditor import Auditor
from radaudit.models.request import Run
from radaudit.models.rerun import Refit, Setup
from radaudit.models.sandbox.run import reached
from radaudit.session import Session
from tests.made_study import MODEL

VALUES = np.arange(20.0).reshape(10, 2)


def refit(tmp_path, name, code, sandbox="best"):
    path = tmp_path / f"{name}.py"
    path.write_text(code)
    files = {f"code/{path.name}": FileRef.of(path)}
    setup = Setup(name, f"code/{path.name}:build", files, "binary", ("a", "b"), VALUES, {}, np.arange(10) % 2.0,
                  np.arange(2), sandbox=sandbox)  # fmt: skip
    return Refit.of(setup, (Run(np.arange(6)),))


@pytest.mark.skipif(reached().rank < 2, reason=f"not enforced here: {reached()}")
def test_the_audit_goes_on_and_says_what_was_refused(tmp_path):
    hostile = MODEL.replace("def build", "import socket\nsocket.socket()\ndef build", 1)
    line = hostile.splitlines().index("socket.socket()") + 1
    jobs = [refit(tmp_path, "hostile", hostile), refit(tmp_path, "honest", MODEL)]
    refused, done = Compute(Store(tmp_path / "store")).map("Fitting", jobs)
    assert isinstance(refused, Failure)
    assert refused.message == f"the study's code tried to open a network connection: refused (code/hostile.py:{line})"
    assert len(done["runs"][0]["scores"]) == 10


def test_the_demand_reaches_the_job_but_is_no_part_of_its_result(tmp_path):
    strict, best = (refit(tmp_path, "m", MODEL, sandbox) for sandbox in ("strict", "best"))
    assert strict.sandbox == "strict"
    assert strict.key == best.key


def test_the_command_of_the_report_holds_the_demand(tmp_path):
    assert "--sandbox strict" in Session(tmp_path, trust=True, sandbox="strict").command
    assert "--sandbox" not in Session(tmp_path, trust=True).command
    assert Auditor().sandbox == "best"
