"""Jobs that share work: done in pieces, kept one by one."""

import pickle

import pytest

from radaudit.compute.bundle import Bundle, bundled
from radaudit.compute.engine import Compute
from radaudit.compute.job import Failure
from radaudit.compute.runners import attempt
from radaudit.compute.store import Store
from tests.compute.toys import Square, Together


def sizes(jobs):
    return [len(job.jobs) if isinstance(job, Bundle) else 1 for job in jobs]


def test_jobs_that_share_are_put_together_as_many_as_allowed_and_others_stay_alone():
    jobs = [Together(1), Square(1), Together(2), Together(1, "b"), *(Together(n) for n in (3, 4))]
    made = bundled(jobs)
    assert sizes(made) == [3, 1, 1, 1]
    assert [job.number for job in made[0].jobs] == [1, 2, 3]
    assert made[1:] == [Together(4), Square(1), Together(1, "b")]
    assert pickle.loads(pickle.dumps(made[0])) == made[0]


def test_each_result_is_stored_under_its_own_key_so_more_jobs_cost_only_themselves(tmp_path):
    store = Store(tmp_path)
    first = Compute(store).map("", [Together(1), Together(2), Together(13)])
    assert first[:2] == [{"number": n, "together": 3} for n in (1, 2)]
    assert first[2] == Failure("thirteen")
    again = Compute(store)
    found = again.map("", [Together(n) for n in (1, 2, 13, 4, 5)])
    assert found[:3] == first
    assert found[3] == {"number": 4, "together": 2}
    assert (again.found["Together"], again.done["Together"]) == (3, 2)
    assert not list(tmp_path.glob("bundle"))


def test_of_a_piece_that_broke_each_job_is_done_alone(tmp_path):
    found = Compute(Store(tmp_path)).map("", [Together(1), Together(99)])
    assert found == [{"number": 1, "together": 1}, {"number": 99, "together": 1}]


def test_a_piece_that_was_stopped_loses_nothing_that_was_done_before(tmp_path):
    store = Store(tmp_path)

    def stopped(jobs):
        for position, job in enumerate(jobs):
            if position:
                raise KeyboardInterrupt
            yield attempt(position, job)

    jobs = [Together(n) for n in range(6)]
    with pytest.raises(KeyboardInterrupt):
        Compute(store, stopped).map("", jobs)
    after = Compute(store)
    after.map("", jobs)
    assert (after.found["Together"], after.done["Together"]) == (3, 3)


@pytest.mark.parametrize(("workers", "wanted"), [(1, [3, 1]), (2, [2, 2]), (4, [1] * 4), (9, [1] * 4)])
def test_bundles_leave_no_worker_idle(workers, wanted):
    assert sizes(bundled([Together(n) for n in range(4)], workers)) == wanted


def test_enough_groups_keep_all_workers_busy_by_themselves():
    assert sizes(bundled([*map(Together, range(3)), Together(1, "b")], workers=2)) == [3, 1]
