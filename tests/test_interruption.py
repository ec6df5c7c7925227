"""A killed audit goes on where it stopped, and its report is the one it would have been."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from radaudit.samples import make_sample

pytestmark = pytest.mark.slow

SELECTED = (
    *("features/all-cases-extracted", "features/extraction-reproduces-table"),
    *("leakage/duplicate-*", "leakage/patient-overlap"),
)


@pytest.fixture(scope="module")
def study():
    return make_sample("phantoms_leaky")


def command(study, store, out, jobs):
    return [
        *(sys.executable, "-m", "radaudit", "audit", str(study), "--quick"),
        *(part for name in SELECTED for part in ("--select", name)),
        *("--store", str(store), "--out", str(out), "--jobs", str(jobs), "--quiet", "--format", "json"),
    ]


def audited(study, store, out, jobs):
    done = subprocess.run(command(study, store, out, jobs), capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    return json.loads((out / "report.json").read_text())


def lasting(report):
    """A report without what differs from run to run."""
    provenance = {key: value for key, value in report["provenance"].items() if key != "run"}
    results = [{key: value for key, value in result.items() if key != "seconds"} for result in report["results"]]
    return json.dumps(report | {"provenance": provenance, "results": results}, sort_keys=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("undisturbed")


@pytest.fixture(scope="module")
def undisturbed(study, folder):
    return audited(study, folder / "store", folder / "out", jobs=2)


def stored(store):
    return len(list(store.glob("extract/*/*.json")))


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_killed_audit_goes_on_where_it_stopped(study, undisturbed, tmp_path, jobs):
    store = tmp_path / "store"
    process = subprocess.Popen(
        command(study, store, tmp_path / "out", jobs), start_new_session=True, stderr=subprocess.DEVNULL
    )
    deadline = time.monotonic() + 120
    while stored(store) < 5 and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    before = stored(store)
    assert 5 <= before < 92, "it must be killed in the middle"
    assert not (tmp_path / "out" / "report.json").exists()

    report = audited(study, store, tmp_path / "out", jobs)
    run = report["provenance"]["run"]
    total = undisturbed["provenance"]["run"]["jobs done"]["Extract"]
    assert run["jobs found done"]["Extract"] == before
    assert run["jobs done"]["Extract"] == total - before
    assert lasting(report) == lasting(undisturbed)


def _alive(group):
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def _heeds_ctrl_c():
    """A shell starts background commands, perhaps these tests, with the signal ignored, and that is inherited."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_says_how_to_go_on_and_leaves_nobody_behind(study, tmp_path, jobs):
    """As a terminal does it: the signal goes to every process of the group."""
    store = tmp_path / "store"
    process = subprocess.Popen(
        command(study, store, tmp_path / "out", jobs),
        start_new_session=True,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=_heeds_ctrl_c,
    )
    deadline = time.monotonic() + 120
    while stored(store) < 5 and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert said.strip().endswith("radaudit: stopped. What was computed is kept: the same command goes on from here.")
    assert "Traceback" not in said
    deadline = time.monotonic() + 20  # workers may take a moment to see that nobody wants them any more
    while _alive(process.pid) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not _alive(process.pid)


def test_an_unchanged_study_does_no_job(study, undisturbed, folder):
    assert undisturbed["provenance"]["run"]["jobs done"]
    again = audited(study, folder / "store", folder / "again", jobs=1)
    assert again["provenance"]["run"]["jobs done"] == {}
    assert lasting(again) == lasting(undisturbed)
