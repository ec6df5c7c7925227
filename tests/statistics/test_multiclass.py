import numpy as np
import pytest
from sklearn import metrics

from radaudit.statistics import multiclass

RNG = np.random.default_rng(4)
LABELS = RNG.choice(list("abc"), 70, p=[0.5, 0.3, 0.2])
SCORES = RNG.dirichlet([1, 1, 1], 70) + 0.3 * (LABELS[:, None] == np.array(list("abc")))
SCORES = (SCORES / SCORES.sum(axis=1, keepdims=True)).round(3)
SCORES[:, 2] = 1 - SCORES[:, 0] - SCORES[:, 1]
WEIGHTS = np.vstack([np.ones(70), RNG.integers(0, 4, 70)]).astype(float)


@pytest.mark.parametrize(("average", "weighted"), [("macro", False), ("weighted", True)])
def test_scikit_learn_gives_the_same_one_vs_rest(average, weighted):
    places, scores = multiclass.classes_of(LABELS, SCORES)
    found = multiclass.one_vs_rest_auc(places, scores, WEIGHTS, weighted)
    for value, row in zip(found, WEIGHTS.astype(int), strict=True):
        drawn = np.repeat(np.arange(70), row)
        expected = metrics.roc_auc_score(LABELS[drawn], SCORES[drawn], multi_class="ovr", average=average)
        assert value == pytest.approx(expected, rel=1e-12)


def test_scikit_learn_gives_the_same_Hand_and_Till():
    places, scores = multiclass.classes_of(LABELS, SCORES)
    found = multiclass.hand_till(places, scores, WEIGHTS)
    for value, row in zip(found, WEIGHTS.astype(int), strict=True):
        drawn = np.repeat(np.arange(70), row)
        expected = metrics.roc_auc_score(LABELS[drawn], SCORES[drawn], multi_class="ovo", average="macro")
        assert value == pytest.approx(expected, rel=1e-12)


def test_scikit_learn_gives_the_same_of_counts():
    places, scores = multiclass.classes_of(LABELS, SCORES)
    predicted = scores.argmax(axis=1)
    counts = multiclass.confusion_counts(places, predicted, 3, WEIGHTS)
    assert counts[0].tolist() == metrics.confusion_matrix(places, predicted).tolist()
    for place, row in enumerate(WEIGHTS):
        named = {"sample_weight": row}
        expected = [
            metrics.accuracy_score(places, predicted, **named),
            metrics.balanced_accuracy_score(places, predicted, **named),
            metrics.f1_score(places, predicted, average="macro", **named),
        ]
        measures = (multiclass.accuracy, multiclass.balanced_accuracy, multiclass.macro_f1)
        assert [measure(counts)[place] for measure in measures] == pytest.approx(expected, rel=1e-12)


def test_a_class_that_is_gone_leaves_the_mean_undefined():
    counts = multiclass.confusion_counts(np.array([0, 1, 2]), np.array([0, 1, 1]), 3, np.array([[1.0, 1, 0]]))
    assert np.isnan(multiclass.balanced_accuracy(counts)[0])
    assert np.isnan(multiclass.macro_f1(counts)[0])


def test_columns_may_come_in_any_order():
    places, _ = multiclass.classes_of(["b", "c", "a"], np.eye(3), ["c", "a", "b"])
    assert places.tolist() == [2, 0, 1]


@pytest.mark.parametrize(
    ("labels", "scores", "classes", "says"),
    [
        (["a", "b"], [[1, 2]], None, "one row a case"),
        (["a", "b"], [[1, np.nan], [1, 2]], None, "missing"),
        (["a", "b"], [[1, 2, 3], [1, 2, 3]], None, "3 columns of scores for 2 classes"),
        (["a", "z"], [[1, 2], [1, 2]], ["a", "b"], "none of the classes"),
        (["a", "a"], [[1, 2], [1, 2]], ["a", "b"], "has no case"),
    ],
)
def test_what_can_t_be_used_is_refused(labels, scores, classes, says):
    with pytest.raises(ValueError, match=says):
        multiclass.classes_of(labels, scores, classes)
