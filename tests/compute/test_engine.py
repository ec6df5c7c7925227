"""The one door to expensive work."""

import os
import signal
import subprocess
import sys
import time

import pytest

from radaudit.compute.digest import FileRef
from radaudit.compute.engine import Compute
from radaudit.compute.job import Failure
from radaudit.compute.runners import Processes, largest_first, serial
from radaudit.compute.store import Store
from tests.compute.toys import Fails, OfFile, Slow, Square


class Diary:
    """A progress that writes down what it is told."""

    def __init__(self):
        self.told = []

    def ask(self, question, number, total):
        self.told.append((question, number, total))

    def start(self, title, total, done):
        self.told.append((title, total, done))

    def advance(self):
        self.told.append("advance")

    def finish(self):
        self.told.append("finish")


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store")


def test_results_come_in_the_order_of_the_jobs_and_equal_jobs_are_done_once(store):
    diary = Diary()
    compute = Compute(store, progress=diary)
    results = compute.map("Squaring", [Square(3), Square(1), Square(3), Square(2)])
    assert [result["square"] for result in results] == [9, 1, 9, 4]
    assert compute.done == {"Square": 3}
    assert diary.told == [("Squaring", 3, 0), "advance", "advance", "advance", "finish"]


def test_a_second_run_finds_everything_and_gives_the_same(store):
    jobs = [Square(number) for number in range(3)]
    first = Compute(store).map("Squaring", jobs)
    diary = Diary()
    compute = Compute(store, progress=diary)
    second = compute.map("Squaring", jobs)
    assert repr(second) == repr(first)  # repr: a nan is not equal to itself
    assert second[0]["pair"] == [0, 1]
    assert (compute.done, compute.found) == ({}, {"Square": 3})
    assert diary.told == [("Squaring", 3, 3), "finish"]


def test_one_new_job_costs_one_job(store):
    Compute(store).map("Squaring", [Square(1), Square(2)])
    compute = Compute(store)
    compute.map("Squaring", [Square(1), Square(5), Square(2)])
    assert (compute.done, compute.found) == ({"Square": 1}, {"Square": 2})


def test_of_each_result_only_what_is_wanted_is_kept_and_failures_stay(store):
    jobs = [Fails("fine", 1), Fails("input"), Fails("fine", 3)]
    for _ in range(2):  # done, then found in the store, which has the whole result
        one, failed, three = Compute(store).map("Failing", jobs, keep=lambda result: -result["number"])
        assert (one, three, failed.kind) == (-1, -3, "input")
    assert store.get(jobs[2]) == {"number": 3}


def test_no_jobs_are_no_work(store):
    assert Compute(store).map("Nothing", []) == []


def test_a_failure_of_the_input_is_stored_and_others_are_tried_again(store):
    jobs = [Fails("input"), Fails("bug"), Fails("memory"), Fails("passing"), Fails("fine")]
    first = Compute(store).map("Failing", jobs)
    assert first[0] == Failure("the mask is empty: no voxel is marked", "input")
    assert first[3] == Failure("it took longer than a minute", "passing")
    assert first[1].kind == first[2].kind == "crash"
    again = Compute(store)
    assert again.map("Failing", jobs)[0] == first[0]
    assert (again.done["Fails"], again.found["Fails"]) == (3, 2)


@pytest.mark.parametrize("runner", [serial, Processes(2)], ids=["serial", "processes"])
@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("bug", "case 7: KeyError: 'a key'"),
        ("memory", "case 7: not enough memory"),
        ("disk", "case 7: case7.nii No such file or directory"),
        ("unplain", "case 7: TypeError: Object of type set is not JSON serializable"),
    ],
)
def test_what_happens_in_a_job_becomes_a_crash_of_that_job(store, runner, how, said):
    crash, fine = Compute(store, runner).map("Failing", [Fails(how, 7), Fails("fine", 1)])
    assert (crash.message, crash.kind) == (said, "crash")
    assert fine == {"number": 1}
    if how == "bug":
        assert "KeyError" in crash.details


def test_processes_give_what_serial_gives_in_the_same_order(tmp_path):
    jobs = [*[Square(number) for number in range(8)], Fails("input"), Fails("bug", 3)]
    one = Compute(Store(tmp_path / "one")).map("Both", jobs)
    two = Compute(Store(tmp_path / "two"), Processes(2)).map("Both", jobs)
    assert repr(one[:-1]) == repr(two[:-1])
    assert (one[-1].message, one[-1].kind) == (two[-1].message, two[-1].kind)


@pytest.mark.parametrize("how", ["exit", "kill"])
def test_a_worker_that_dies_loses_only_its_own_job(store, how):
    jobs = [Fails("fine", 1), Fails(how, 2), Fails("fine", 3), Fails("input", 4)]
    one, dead, three, four = Compute(store, Processes(2)).map("Dying", jobs)
    assert (one, three) == ({"number": 1}, {"number": 3})
    assert dead == Failure("case 2: the worker process died (out of memory, or a fault in native code)", "crash")
    assert four.kind == "input"
    assert store.get(jobs[1]) is None
    assert store.get(jobs[0]) == {"number": 1}


def test_an_interrupt_keeps_what_was_done_and_the_store_stays_usable(store):
    diary = Diary()
    jobs = [Fails("fine", 1), Fails("interrupt", 2), Fails("fine", 3)]
    with pytest.raises(KeyboardInterrupt):
        Compute(store, progress=diary).map("Interrupted", jobs)
    assert diary.told[-1] == "finish"
    again = Compute(store)
    assert again.map("Again", [jobs[0], jobs[2]]) == [{"number": 1}, {"number": 3}]
    assert (again.done["Fails"], again.found["Fails"]) == (1, 1)


def test_an_interrupt_while_workers_are_busy_leaves_no_worker_behind(store, tmp_path):
    class Interrupted(Diary):
        def advance(self):
            raise KeyboardInterrupt

    jobs = [Slow(0, str(tmp_path / "diary"), 0.0), Slow(1, str(tmp_path / "diary"), 60.0)]
    with pytest.raises(KeyboardInterrupt):
        Compute(store, Processes(2), Interrupted()).map("Interrupted", jobs)
    assert store.get(jobs[1]) is None  # nobody waited for the minute that it takes
    assert store.get(jobs[0]) == {"number": 0}


SCRIPT = """
import sys
from pathlib import Path
from radaudit.compute.digest import FileRef
from radaudit.compute.engine import Compute
from radaudit.compute.runners import Processes, largest_first, serial
from radaudit.compute.store import Store
from tests.compute.toys import Slow
folder, runner = Path(sys.argv[1]), Processes(2) if sys.argv[2] == "processes" else serial
jobs = [Slow(number, str(folder / "diary"), 0.15) for number in range(10)]
Compute(Store(folder / "store"), runner).map("Slow", jobs)
"""


def _alive(group):
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("runner", ["serial", "processes"])
def test_a_run_that_was_killed_is_taken_up_where_it_stopped(tmp_path, runner):
    diary = tmp_path / "diary"
    process = subprocess.Popen([sys.executable, "-c", SCRIPT, str(tmp_path), runner], start_new_session=True)
    try:
        deadline = time.monotonic() + 30
        while (not diary.exists() or diary.read_text().count("\n") < 3) and time.monotonic() < deadline:
            time.sleep(0.02)
        process.kill()
        process.wait()
        while _alive(process.pid) and time.monotonic() < deadline:  # workers notice that their parent is gone
            time.sleep(0.05)
        assert not _alive(process.pid)
    finally:
        if _alive(process.pid):
            os.killpg(process.pid, signal.SIGKILL)
    store = Store(tmp_path / "store")
    stored = len(list(store.folder.rglob("*.json")))
    assert 1 <= stored < 10
    compute = Compute(store)
    results = compute.map("Again", [Slow(number, str(diary), 0.15) for number in range(10)])
    assert results == [{"number": number} for number in range(10)]
    assert (compute.found["Slow"], compute.done["Slow"]) == (stored, 10 - stored)


def test_workers_begin_with_the_job_that_reads_most(tmp_path):
    refs = []
    for name, size in (("small", 3), ("large", 90), ("gone", 0)):
        path = tmp_path / name
        path.write_bytes(b"x" * size)
        refs.append(FileRef.of(path))
    (tmp_path / "gone").unlink()
    jobs = dict(enumerate([Square(1), *map(OfFile, refs), Square(2)]))
    assert [position for position, _ in largest_first(jobs)] == [2, 1, 0, 3, 4]


def test_a_job_that_two_ask_for_counts_once(store):
    compute = Compute(store)
    compute.map("", [Square(1)])
    compute.map("", [Square(1), Square(2)])
    assert (compute.done["Square"], compute.found["Square"]) == (2, 0)
    again = Compute(store)
    again.map("", [Square(1)])
    again.map("", [Square(1)])
    assert (again.done["Square"], again.found["Square"]) == (0, 1)
