"""What jobs cost: timed, scaled, and on disk."""

import pytest

from radaudit.compute.digest import FileRef, FolderRef
from radaudit.compute.engine import Compute
from radaudit.compute.runners import attempt
from radaudit.compute.store import Store
from radaudit.planning import cost
from radaudit.planning.cost import EXPONENT, RANGE, Timed, estimated, size_of, stored_bytes, timed
from tests.compute.toys import Fails, OfFile, Square, Together


@pytest.fixture
def files(tmp_path):
    """Jobs that read 100, 400, ... bytes."""

    def jobs(*sizes):
        for size in sizes:
            (tmp_path / f"{size}.bin").write_bytes(b"x" * size)
        return [OfFile(FileRef.of(tmp_path / f"{size}.bin")) for size in sizes]

    return jobs


@pytest.fixture
def clock(monkeypatch):
    """A clock that the toy runner moves."""

    class Clock:
        now, seconds, done = 0.0, {}, []

        def perf_counter(self):
            return self.now

        def run(self, jobs):
            for position, job in enumerate(jobs):
                self.done.append(job)
                self.now += self.seconds.get(job, 1.0)
                yield attempt(position, job)

    made = Clock()
    made.done, made.seconds = [], {}
    monkeypatch.setattr(cost, "time", made)
    return made


def test_the_size_of_a_job_is_that_of_its_files(files, tmp_path):
    assert [size_of(job) for job in files(100, 0)] == [100, 1]
    (tmp_path / "series").mkdir()
    for name in "ab":
        (tmp_path / "series" / name).write_bytes(b"xyz")
    assert size_of(OfFile(FolderRef.of(tmp_path / "series"))) == 6
    assert size_of(Square(7)) == 1


def test_short_jobs_of_middling_size_are_timed_twice_because_the_first_one_loads_libraries(files, clock, tmp_path):
    jobs = files(1, 90, 100, 4000)
    clock.now, clock.seconds = 0.0, {}
    one = timed(jobs, Compute(Store(tmp_path / "store"), clock.run))
    assert clock.done == [jobs[2], jobs[1]]
    assert one == Timed(seconds=1.0, size=90, done=2)


def test_a_long_job_is_timed_once(clock, tmp_path):
    clock.seconds = {Square(1): 11.0, Square(2): 11.0}
    assert timed([Square(1), Square(2)], Compute(Store(tmp_path), clock.run)) == Timed(11.0, 1, 1)


def test_failures_are_no_measure_but_do_not_go_on_for_ever(clock, tmp_path):
    failing = [Fails("input", number) for number in range(5)]
    one = timed(failing, Compute(Store(tmp_path), clock.run))
    assert (one.done, one.failed) == (3, True)
    clock.done.clear()
    assert timed([Fails("input", 9), Square(1), Square(2)], Compute(Store(tmp_path), clock.run)).done == 2


def test_what_was_timed_is_stored(clock, tmp_path):
    store = Store(tmp_path)
    timed([Square(1)], Compute(store, clock.run))
    assert store.get(Square(1))["square"] == 1
    (size,) = stored_bytes([Square(1), Square(2)], store).values()
    assert size == store.path(Square(1)).stat().st_size > 0


def test_others_are_scaled_by_their_size_and_shared_among_the_processes(files):
    jobs, one = files(100, 100, 800), Timed(2.0, 100, 1)
    alone = estimated(jobs, one, 1)
    assert alone.expected == pytest.approx(2 + 2 + 2 * 8**EXPONENT)
    assert (alone.low, alone.high) == pytest.approx((alone.expected / RANGE, alone.expected * RANGE))
    assert estimated(jobs, one, 2).expected == pytest.approx(8)  # no less than the longest takes: (2 + 2 + 8) / 2 < 8
    assert estimated(files(100, 100), one, 8).expected == 2
    assert estimated([], one, 2).expected == 0
    both = estimated(jobs[:1], one, 1) + alone
    assert (both.low, both.expected, both.high) == pytest.approx((14 / RANGE, 14, 14 * RANGE))


def test_jobs_done_in_one_piece_are_timed_in_one_and_none_twice(clock, tmp_path):
    one = timed([Together(number) for number in range(7)], Compute(Store(tmp_path), clock.run))
    assert [len(piece.jobs) for piece in clock.done] == [3, 3]
    assert (one.seconds, one.done) == (pytest.approx(1 / 3), 6)
