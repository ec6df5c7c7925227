import numpy as np
import pytest

from radaudit.forensics.order import from_files, from_ids, from_missing, from_order

EVENTS = np.random.default_rng(0).permutation(np.arange(60) % 3 == 0)


def p_of(told):
    return {own.name: own.p for own in told}


def test_a_shuffled_table_tells_nothing():
    assert min(p_of(from_order(EVENTS)).values()) > 0.01


def test_a_sorted_table_tells_all():
    told = from_order(np.sort(EVENTS))
    assert p_of(told) == {"order of the rows": 1e-4, "runs of one outcome": 1e-4}
    assert [own.effect for own in told] == [1.0, 2.0]


def test_blocks_have_few_runs_but_no_trend():
    events = np.arange(60) // 10 % 2 == 0
    found = p_of(from_order(events))
    assert found["runs of one outcome"] == 1e-4
    assert found["order of the rows"] > 0.01


def test_the_number_of_runs_is_that_of_wald_and_wolfowitz():
    runs = pytest.importorskip("statsmodels.sandbox.stats.runs")
    events = np.random.default_rng(8).permutation(np.arange(200) % 2 == 0)
    events[:40] = np.sort(events[:40])
    z, p = runs.runstest_1samp(events.astype(int), cutoff=0.5, correction=False)
    one_sided = p / 2 if z < 0 else 1 - p / 2
    assert p_of(from_order(events))["runs of one outcome"] == pytest.approx(one_sided, abs=0.02)


@pytest.mark.parametrize(
    ("ids", "name"),
    [
        ([f"P{500 * event + n:03d}" for n, event in enumerate(EVENTS)], "number in the id"),
        ([f"{'AB'[event]}-{59 - 7 * n % 60:02d}" for n, event in enumerate(EVENTS.astype(int))], "beginning of the id"),
        ([f"x{'y' * (3 * event)}" for event in EVENTS.astype(int)], "length of the id"),
    ],
)
def test_ids(ids, name):
    found = p_of(from_ids(ids, EVENTS))
    assert found[name] == 1e-4


def test_ids_of_a_random_order_tell_nothing():
    assert min(p_of(from_ids([f"P{n:03d}" for n in range(60)], EVENTS)).values()) > 0.01


def test_empty_cells():
    known = np.ones((60, 4), dtype=bool)
    assert from_missing(known, "abcd", EVENTS) == ()
    known[EVENTS, 2] = False
    told = from_missing(known, "abcd", EVENTS)
    assert {own.name: own.p for own in told}["number of empty cells"] == 1e-4


@pytest.mark.parametrize(
    ("paths", "name"),
    [
        (
            [f"images/{'sick' if event else 'well'}/{n}.nrrd" for n, event in enumerate(EVENTS)],
            "folder of the image file",
        ),
        ([f"images/x{n}.{'mha' if event else 'nii.gz'}" for n, event in enumerate(EVENTS)], "ending of the image file"),
        ([f"images/{100 * event + n}.nrrd" for n, event in enumerate(EVENTS)], "number in the file's name"),
        ([f"images/{'m' if event else 'benign'}_{n:02d}.nrrd" for n, event in enumerate(EVENTS)],
         "length of the file's name"),
    ],
)  # fmt: skip
def test_names_of_files(paths, name):
    assert p_of(from_files(paths, EVENTS))[name] == 1e-4


def test_plain_names_of_files_tell_nothing():
    assert min(p_of(from_files([f"images/{n:03d}.nrrd" for n in range(60)], EVENTS)).values()) > 0.01
