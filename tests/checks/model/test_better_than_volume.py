from dataclasses import replace

import numpy as np
import pytest

from radaudit.checks.model.better_than_volume import better_than_volume
from radaudit.core.finding import Severity
from radaudit.evidence.leading import leading_gauge
from radaudit.evidence.volume_alone import VolumeAlone
from radaudit.evidence.volumes import Volumes
from tests.made_evidence import only

RNG = np.random.default_rng(2)
EVENTS = np.arange(100) % 2.0
SIZE = np.exp(EVENTS + RNG.normal(size=100))
VOLUMES = Volumes("VoxelVolume", {})


def a_set(scores, target=EVENTS, by_volume=SIZE, task="binary", **changes):
    cases = tuple(f"c{n}" for n in range(100))
    return VolumeAlone("m", "test", leading_gauge(task), cases, target, scores, by_volume, SIZE, **changes)


def judge(own, **options):
    [found] = better_than_volume((own,), VOLUMES, **options)
    return found


def test_a_signature_that_is_the_volume_is_a_size_meter():
    found = judge(a_set(np.log(SIZE) + 0.1 * RNG.normal(size=100)))
    assert (found.outcome, found.code, found.severity) == ("fail", "size-meter", None)
    assert "tumour-size meter" in found.message
    assert found.values["correlation_low"] > 0.9
    assert found.plots[0].series[0].label == "with the event"


def test_one_that_seems_to_do_a_little_better_may_be_one():
    found = judge(a_set(np.log(SIZE) + 0.5 * EVENTS, by_volume=SIZE), margin=-1.0, correlation=0.5)
    assert (found.outcome, found.code) in (("fail", "maybe-a-size-meter"), ("pass", ""))
    few = replace(a_set(np.log(SIZE) + 0.3 * RNG.normal(size=100)))
    found = judge(few, margin=-1.0)
    assert (found.code, found.severity) == ("maybe-a-size-meter", Severity.MINOR)


def test_a_texture_that_tells_more_passes_unless_it_leaks():
    good = EVENTS * 4 + RNG.normal(size=100)
    assert judge(a_set(good)).outcome == "pass"
    leaking = judge(a_set(good, leaks=("3 of these cases are in the training set too",)))
    assert (leaking.outcome, "can't be relied on" in leaking.message) == ("unknown", True)


def test_a_model_that_the_volume_beats_adds_nothing():
    assert judge(a_set(RNG.normal(size=100))).code == "no-better"


def test_patients_with_several_cases_are_drawn_whole():
    good = EVENTS * 4 + RNG.normal(size=100)
    found = judge(a_set(good, patients=np.arange(100) // 2))
    assert "patients" in found.values["interval_by"]
    assert "DeLong" in judge(a_set(good)).values["interval_by"]


@pytest.mark.parametrize("task", ["regression", "survival", "multiclass"])
def test_every_task_is_measured(task):
    target = {
        "regression": np.log(SIZE),
        "survival": np.column_stack([1 / SIZE, np.ones(100)]),
        "multiclass": np.digitize(SIZE, [1, 3]).astype(float),
    }[task]
    alone = {"regression": np.log(SIZE), "survival": SIZE[:, None], "multiclass": np.eye(3)[target.astype(int)]
             if task == "multiclass" else None}[task]  # fmt: skip
    noise = RNG.normal(size=100 if task == "regression" else (100, 3 if task == "multiclass" else 1))
    found = only([judge(a_set(noise, target, alone, task))])
    assert found.code == "no-better"
    assert bool(found.plots) == (task != "multiclass")


def test_one_class_among_the_held_out_cases_is_unknown():
    assert judge(a_set(SIZE, np.ones(100))).outcome == "unknown"
