from dataclasses import replace

import numpy as np
import pytest

from radaudit.checks.leakage.arrangement_independent_of_outcome import arrangement_independent_of_outcome
from radaudit.core.errors import Unavailable
from radaudit.core.finding import Severity
from tests.made_evidence import a_cohort, a_picture, a_table, a_target, an_index, only, told

EVENTS = np.random.default_rng(0).permutation(np.arange(40) % 2 == 0)
CASES = [f"c{n:02d}" for n in range(40)]
VALUES = np.random.default_rng(1).normal(size=(40, 5))


def judge(events=EVENTS, cases=CASES, patients=None, values=None, images=None):
    table = None if values is None else a_table(dict(zip(cases, values, strict=True)))
    cohort = a_cohort(cases, patients)
    return list(arrangement_independent_of_outcome(cohort, a_target(events.tolist()), table, images))


def test_a_shuffled_table_passes():
    assert told(judge(values=VALUES)) == [("pass", "")]


def test_a_sorted_table_is_a_note():
    finding = only(judge(np.sort(EVENTS)))
    assert (finding.code, finding.severity) == ("order-tells-outcome", Severity.NOTE)
    assert "a table that was sorted for printing" in finding.benign
    assert {row["told from"] for row in finding.rows} >= {"order of the rows", "number in the id"}


def test_empty_cells_weigh_more():
    values = VALUES.copy()
    values[EVENTS, 1] = np.nan
    finding = only(judge(values=values))
    assert (finding.code, finding.severity) == ("gaps-tell-outcome", Severity.MINOR)


def test_lesions_of_one_patient_count_once():
    events = np.repeat([True, False, True, False], 10)
    with pytest.raises(Unavailable, match="ten patients"):
        judge(events, patients=[f"p{n // 10}" for n in range(40)])


def test_one_outcome_only():
    with pytest.raises(Unavailable):
        judge(np.ones(40, dtype=bool))


def test_images_filed_by_outcome_are_a_note():
    pictures = [replace(a_picture(case), image_name=f"images/{'sick' if own else 'well'}/{case}.nrrd")
                for case, own in zip(CASES, EVENTS, strict=True)]  # fmt: skip
    finding = only(judge(images=an_index(*pictures)))
    assert (finding.code, finding.severity) == ("files-tell-outcome", Severity.NOTE)
    assert "folder of the image file" in finding.message
