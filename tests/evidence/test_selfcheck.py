from radaudit.compute.engine import Compute
from radaudit.compute.job import Failure
from radaudit.compute.store import Store
from radaudit.evidence.selfcheck import selfcheck
from radaudit.features.ibsi.selfcheck import selfcheck as run_now


def test_one_job_that_is_done_once(tmp_path):
    compute = Compute(Store(tmp_path))
    assert selfcheck(compute) == selfcheck(compute) == run_now()
    assert compute.done["PhantomRun"] == 1


def test_no_study_is_needed(make_study):
    assert make_study().evidence("selfcheck").ok


def test_a_worker_that_dies_is_a_failed_check(tmp_path):
    def dying(jobs):
        yield from ((position, Failure("the worker process died", "crash")) for position, _ in enumerate(jobs))

    found = selfcheck(Compute(Store(tmp_path), dying))
    assert not found.ok
