import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import RepeatedStratifiedKFold, StratifiedKFold, cross_val_score

from radaudit.models.folds import made_folds, named_folds

LABELS = np.arange(20) % 3 == 0
VALUES = np.random.default_rng(0).normal(size=(20, 2)) + LABELS[:, None]


@pytest.mark.parametrize(
    ("repeats", "seed", "theirs"),
    [
        (1, None, StratifiedKFold(3)),
        (1, 7, StratifiedKFold(3, shuffle=True, random_state=7)),
        (2, 7, RepeatedStratifiedKFold(n_splits=3, n_repeats=2, random_state=7)),
    ],
)
def test_the_folds_are_those_of_cross_val_score(repeats, seed, theirs):
    model = LogisticRegression()
    found = [
        np.mean(model.fit(np.delete(VALUES, held, 0), np.delete(LABELS, held)).predict(VALUES[held]) == LABELS[held])
        for repeat in made_folds(LABELS, 20, 3, repeats, seed)
        for held in repeat
    ]
    np.testing.assert_allclose(found, cross_val_score(model, VALUES, LABELS, cv=theirs))


@pytest.mark.parametrize("labels", [None, LABELS])
def test_a_patient_is_in_one_fold(labels):
    patients = [f"p{row // 2}" for row in range(20)]
    first, second = made_folds(labels, 20, 3, 2, 0, patients)
    for repeat in (first, second):
        assert sorted(np.concatenate(repeat).tolist()) == list(range(20))
        for held in repeat:
            assert not {patients[row] for row in held} & {patients[row] for row in set(range(20)) - set(held.tolist())}
    assert [held.tolist() for held in first] != [held.tolist() for held in second]


def test_without_labels_they_look_at_rows_alone():
    assert [held.tolist() for held in made_folds(None, 4, 2, 1, None)[0]] == [[0, 1], [2, 3]]


def test_folds_of_a_column():
    (folds,) = named_folds(["b", "a", None, "b"])
    assert [held.tolist() for held in folds] == [[1], [0, 3]]
    with pytest.raises(ValueError, match="names 1 folds"):
        named_folds(["a", None])
