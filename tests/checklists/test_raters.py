"""Two raters: what is compared, what counts as agreement, and over studies the published ICC."""

import pytest

from radaudit.checklists.instrument import load_instrument
from radaudit.checklists.raters import agreement, agreement_over_studies, distance
from radaudit.core.agreement import Disagreement

METRICS = {f"C{number}": "yes" if number in (1, 3, 4) else "no" for number in range(1, 6)}


@pytest.fixture(scope="module")
def metrics():
    return load_instrument("metrics")


def chosen(**answers):
    return {key.removeprefix("i"): {"choose": value} for key, value in answers.items()}


def test_what_one_rater_left_out_is_named_and_not_compared(rqs, answers_of):
    first = answers_of(rqs, chosen(i2="yes", i5="either", i12="two_external", i1=["documented"]))
    second = answers_of(rqs, chosen(i2="no", i5="either", i12="published_signature", i7="yes"))
    found = agreement(rqs, first, second, "ben.yaml")
    assert (found.second, found.compared, found.agreed, found.weighted) == ("ben.yaml", 3, 1, True)
    assert (found.only_first, found.only_second) == (("1",), ("7",))
    assert (found.first_total, found.second_total) == (1 + 3 + 4 + 1, 0 + 3 + 4 + 1)
    assert found.disagreements == (
        Disagreement("2", "Robustness to segmentation (readers, algorithms, noise, breathing phase)", "yes", "no"),
        Disagreement(
            "12",
            "Validation without retraining or moving the cut-off",
            "two sets of cases, of two institutes",
            "validates a signature published before",
        ),
    )


def test_points_that_could_stand_for_the_named_boxes_agree_with_them(rqs, answers_of):
    first, second = answers_of(rqs, {"16": {"points": 2}}), answers_of(rqs, chosen(i16=["scans", "code"]))
    assert agreement(rqs, first, second).agreed == 1


def test_a_yes_or_no_checklist_has_the_plain_kappa(metrics, filled):
    # Of 20 items: both yes 8, both no 6, first alone 4, second alone 2. Kappa = (0.7 - 0.5) / (1 - 0.5).
    numbers = [item.number for item in metrics.items if not item.needs][:20]
    pairs = ["yy"] * 8 + ["nn"] * 6 + ["yn"] * 4 + ["ny"] * 2
    words = {"y": "yes", "n": "no"}
    both = [
        filled(
            metrics,
            {number: {"choose": words[pair[rater]]} for number, pair in zip(numbers, pairs, strict=True)},
            conditions=METRICS,
        )
        for rater in (0, 1)
    ]
    found = agreement(metrics, *both)
    chance = 0.6 * 0.5 + 0.4 * 0.5
    assert found.kappa == pytest.approx((14 / 20 - chance) / (1 - chance))
    assert found.low < found.kappa < found.high
    assert not found.weighted
    # 8, 9, 10 and 17 apply to neither, as both say: that is not counted as agreement beside what was asked of them


def test_conditions_come_first_and_take_their_items_along(metrics, filled):
    first = filled(metrics, chosen(i8="yes", i4="yes"), conditions=METRICS)
    second = filled(metrics, chosen(i4="yes"), conditions=METRICS | {"C1": "no"})
    found = agreement(metrics, first, second)
    assert [(own.item, own.first, own.second) for own in found.disagreements[:2]] == [
        ("C1", "yes", "no"),
        ("8", "yes", "not applicable"),
    ]


def test_where_all_answers_are_one_kappa_says_nothing(rqs, answers_of):
    same = answers_of(rqs, chosen(i2="yes", i3="yes"))
    found = agreement(rqs, same, same)
    assert (found.compared, found.agreed, found.kappa, found.low) == (2, 2, None, None)


@pytest.mark.parametrize(("one", "other", "apart"), [(0.0, 1.0, 1), (0.5, 0.75, 0.25), ("na", 0.0, 1), ("na", "na", 0)])
def test_distance(one, other, apart):
    assert distance(one, other) == apart


# Shrout and Fleiss 1979, doi 10.1037/0033-2909.86.2.420, Table 2: six targets, the first two judges.
JUDGES = [(9, 2), (6, 1), (8, 4), (7, 1), (10, 5), (6, 2)]


def test_over_studies_totals_have_an_icc_and_items_a_kappa(rqs, answers_of):
    def total(points):  # 0..11 of items that nobody disagrees about the legality of
        given, left = {"11": {"points": 0}}, points
        for number, most in (("11", 7), ("13", 2), ("14", 2)):
            take = most if left >= most else 0
            given[number] = {"points": take}
            left -= take
        for number in ("2", "3", "4", "6", "7"):
            given[number] = {"points": 1 if left > 0 else 0}
            left -= 1
        return answers_of(rqs, given)

    pairs = [tuple(total(points) for points in pair) for pair in JUDGES]
    found = agreement_over_studies(rqs, pairs)
    assert found.studies == 6
    assert found.totals.estimate == pytest.approx(0.125654, abs=1e-6)  # ICC(A,1) of pingouin 0.6.1
    eleven = next(own for own in found.items if own.item == "11")
    assert (eleven.compared, eleven.agreed, eleven.kappa.estimate) == (6, 2, 0)  # the second judge never gives the 7


def test_one_study_has_no_icc(rqs, answers_of):
    one = answers_of(rqs, chosen(i2="yes"))
    assert agreement_over_studies(rqs, [(one, one)]).totals is None
