import numpy as np
import pytest

from radaudit.forensics.synthetic import between_rows, copies
from tests.made_lesions import examined, lesions, scaled, tables

OWN = lesions()
DONORS = np.flatnonzero(OWN.event == 1)
MADE = tables().between(OWN.values, DONORS, 7, np.random.default_rng(2))
VALUES, CLASSES = np.vstack([OWN.values, MADE]), np.append(OWN.event, np.ones(7, dtype=int))


def found(values, classes=CLASSES):
    return between_rows(values, examined(OWN, values).half, classes)


def test_measured_rows_lie_on_no_line():
    assert found(OWN.values, OWN.event) == ()
    assert found(np.round(scaled(OWN.values), 3), OWN.event) == ()


@pytest.mark.parametrize("digits", [3, 4, 15])
def test_synthetic_rows_do(digits):
    told = found(np.round(scaled(VALUES), digits))
    assert [own.row for own in told] == list(range(90, 97))
    assert all(0.2 <= own.part <= 0.8 for own in told)
    assert all(CLASSES[parent] == 1 for own in told for parent in own.parents)


def test_smote_of_imbalanced_learn():
    smote = pytest.importorskip("imblearn.over_sampling").SMOTE(random_state=0)
    minority = (np.arange(90) % 3 == 0).astype(int)
    values, classes = smote.fit_resample(OWN.values, minority)
    assert [own.row for own in found(values, classes)] == list(range(90, len(values)))


def test_between_rows_of_two_classes_is_no_finding():
    middle = (OWN.values[OWN.event == 1][0] + OWN.values[OWN.event == 0][0]) / 2
    assert found(np.vstack([OWN.values, middle]), np.append(OWN.event, 1)) == ()


def test_a_line_in_few_columns_is_no_surprise():
    for values in (VALUES[:, :5], np.arange(97.0)[:, None] ** np.array([1, 2] * 5)):
        assert between_rows(values, np.zeros(values.shape), CLASSES) == ()


def test_copies_that_keep_to_a_class():
    extra = np.random.default_rng(0).choice(DONORS, 8, replace=False)
    values, classes = np.vstack([OWN.values, OWN.values[extra]]), np.append(OWN.event, OWN.event[extra])
    told = copies(values, classes, range(98), 0.2)
    assert len(told.pairs) == 8
    assert told.p < 1e-4
    assert told.by_class[0][0] == 0
    assert copies(values, classes, ["one"] * 98, 0.2).pairs == ()


def test_near_copies_are_counted_apart():
    values = np.vstack([OWN.values, OWN.values[DONORS[:3]] * 1.0001])
    told = copies(values, np.append(OWN.event, [1, 1, 1]), range(93), 0.2)
    assert (len(told.pairs), len(told.near)) == (0, 3)
