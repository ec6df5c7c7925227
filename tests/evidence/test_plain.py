import numpy as np
import pytest

from radaudit.compute.engine import Compute
from radaudit.compute.store import Store
from radaudit.core.errors import Unavailable
from radaudit.evidence.auditor import Auditor, Effort
from radaudit.evidence.forest import forest_plot, scored_cases
from radaudit.evidence.overlaps import overlaps
from radaudit.evidence.plain import _encoded, plain_models
from radaudit.evidence.scored_sets import ScoredSet
from radaudit.evidence.volumes import volumes
from radaudit.statistics.interval import Interval
from tests.made_evidence import a_cohort, a_split, a_table, an_outcome

CASES = [f"c{n:02d}" for n in range(40)]
EVENTS = [n % 2 == 0 for n in range(40)]
RNG = np.random.default_rng(1)
TABLE = a_table(
    {
        case: [100 + 50 * event + RNG.normal() * 30, RNG.normal(), RNG.normal()]
        for case, event in zip(CASES, EVENTS, strict=True)
    },
    names=["original_shape_VoxelVolume", "original_glcm_Contrast", "original_glcm_Idm"],
)
COHORT = a_cohort(CASES, sites=["A" if n % 4 < 2 else "B" for n in range(40)])
OUTCOME = an_outcome(EVENTS)
SPLIT = a_split(train=CASES[:24], test=CASES[24:])

QUICKLY = Auditor(effort=Effort(pipelines=("no-information", "random-forest")))


class Study:
    """As much of a study as this evidence looks at."""

    class manifest:
        models = ()

        class cohort:
            covariates = ()


def made(tmp_path, split=SPLIT, cohort=COHORT, auditor=QUICKLY):
    shared = overlaps(cohort, split, TABLE, None) if split else None
    large, engine = volumes(TABLE, None), Compute(Store(tmp_path))
    return plain_models(Study, cohort, OUTCOME, split, shared, TABLE, None, large, auditor, engine)


def test_models_of_one_variable_and_of_the_whole_table_score_the_other_sets(tmp_path):
    found = made(tmp_path)
    assert [own.name for own in found.models if own.alone] == ["volume", "site"]
    assert {own.name: own.columns for own in found.models}["random-forest"] == 3
    assert all(set(own.scores) == set(CASES[24:]) for own in found.models)
    assert (found.sets, found.left_out) == (("test",), 0)
    assert found.missing == {
        "clinical": "no 'cohort.covariates'",
        "acquisition": "no 'cohort.scanner', and no images that differ",
        "missingness": "no value is missing",
    }


def test_training_cases_with_a_twin_are_left_out(tmp_path):
    shared = a_cohort(CASES, patients=[*CASES[:20], *CASES[24:28], *CASES[24:]])
    assert made(tmp_path, cohort=shared).left_out == 4


def test_one_set_alone_is_cross_validated(tmp_path):
    found = made(tmp_path, split=None)
    assert found.sets == ("cv",)
    assert all(set(own.scores) == set(CASES) for own in found.models)


def test_too_few_patients_are_said(tmp_path):
    one = a_cohort(CASES, patients=["same"] * 40)
    with pytest.raises(Unavailable, match="too few patients"):
        made(tmp_path, split=None, cohort=one)


def test_words_become_columns_and_numbers_stay():
    columns = _encoded([("1", "2", None), ("x", "y", "x"), ("k", "k", "k")], [0, 1, 2])
    assert columns.tolist()[0][1:] == [1, 0]
    assert columns.shape == (3, 3)
    assert np.isnan(columns[2, 0])


def test_the_forest_holds_claim_rerun_and_plain_models(tmp_path):
    found = made(tmp_path)
    scores = dict(zip(CASES[24:], np.linspace(0, 1, 16), strict=True))
    own = ScoredSet(
        "m", "test", "estimator", tuple(scores), np.array(list(scores.values())), np.array(EVENTS[24:]) * 1.0
    )
    again = type("Again", (), {"of": staticmethod(lambda gauge: Interval(0.7, 0.6, 0.8, 0.95, "t"))})
    plot = forest_plot("test", found, (own,), (), COHORT, OUTCOME, SPLIT, {"m": again})
    rows = ("re-run: m", "repeated cross-validation: m", "size of the ROI alone", "site alone")
    assert (plot.labels[:4], plot.series[0].x[1]) == (rows, 0.7)
    assert all(
        low <= x <= high for low, x, high in zip(plot.series[0].low, plot.series[0].x, plot.series[0].high, strict=True)
    )
    cases, events = scored_cases("test", COHORT, OUTCOME, SPLIT, [scores])
    assert (cases, events.tolist()) == (tuple(CASES[24:]), EVENTS[24:])
