"""Items of the RQS, from claims and results to points and ranges."""

from dataclasses import replace

import pytest

from radaudit.checklists.declared import Declarations
from radaudit.checklists.judge import Known
from radaudit.checklists.points import item_answer

VALIDATED = "model/validated-on-other-cases"
PROBES = tuple(
    f"leakage/{name}" for name in ("patient-overlap", "identical-images", "duplicate-rows", "shared-examination")
)


@pytest.fixture
def answer(rqs, answers_of):
    """Settle one item of the RQS; whoever gives a pointer states something as well."""

    def run(number, entry, results=(), lenient=False):
        if entry and "pointer" in entry:
            entry = {"statement": "It was done."} | entry
        choice = answers_of(rqs, {number: entry}).choices[number] if entry else None
        return item_answer(rqs.item(number), choice, Known({r.check: r for r in results}, lenient=lenient))

    return run


@pytest.fixture
def clean(result):
    """No leakage found."""
    return [result(name, ("pass", "")) for name in PROBES]


def ends(answer):
    return answer.claimed, answer.points, answer.lowest, answer.highest, answer.basis


def test_a_supported_single_choice(answer, result):
    found = answer("5", {"choose": "either"}, [result("model/features-reduced", ("pass", "reduced"))])
    assert ends(found) == (3, 3, 3, 3, "supported")
    assert found.checks == ("model/features-reduced",)


def test_a_refuted_single_choice_falls_to_the_worst(answer, result):
    found = answer("5", {"choose": "either"}, [result("model/features-reduced", ("fail", "not-reduced"))])
    assert ends(found) == (3, -3, -3, -3, "contradicted")
    assert found.evidence[-1] == "So the item counts -3 points."


def test_an_open_claim_keeps_its_whole_range(answer, result):
    found = answer("5", {"choose": "either", "pointer": "p. 3"}, [result("model/features-reduced", ("unknown", ""))])
    assert ends(found) == (3, None, -3, 3, "unknown")
    assert found.evidence[-1].startswith("Give features.table")
    assert found.pointer == "p. 3"


@pytest.mark.parametrize("number", ["2", "4"])
def test_items_that_no_check_settles_stay_open_whatever_the_pointer(answer, number):
    found = answer(number, {"choose": "yes", "pointer": "Methods"})
    assert (found.points, found.basis, found.lowest) == (None, "unknown", 0)
    assert found.evidence


@pytest.mark.parametrize("number", ["3", "7", "11", "13", "14", "15"])
def test_items_of_people_need_a_statement_and_a_pointer(answer, number):
    assert answer(number, {"choose": "yes", "pointer": "Results"}).basis == "declared"
    for missing in ({}, {"statement": "It was done."}, {"pointer": "Results", "statement": ""}):
        assert answer(number, {"choose": "yes"} | missing).basis == "unknown"


@pytest.mark.parametrize(("number", "key"), [("5", "neither"), ("12", "none"), ("2", "no"), ("9", [])])
def test_the_worst_answer_is_taken_at_its_word(answer, rqs, number, key):
    worst = rqs.item(number).worst
    assert ends(answer(number, {"choose": key})) == (worst, worst, worst, worst, "declared")


def test_evidence_for_what_nobody_claimed_is_told_without_points(answer, result):
    reduced = [result("model/features-reduced", ("pass", "reduced"))]
    told = "Not claimed, although the evidence would support it: 'at least one done' (3 points)."
    conceded = answer("5", {"choose": "neither"}, reduced)
    assert ends(conceded) == (-3, -3, -3, -3, "declared")
    assert conceded.evidence == ("The authors claim nothing here.", told)
    assert conceded.checks == ("model/features-reduced",)
    unanswered = answer("5", None, reduced)
    assert ends(unanswered) == (None, None, -3, 3, "unknown")
    assert told in unanswered.evidence


def test_unclaimed_boxes_are_told_too(answer, result):
    shown = [result("model/discrimination-reported", ("pass", "with-interval"))]
    found = answer("9", {"choose": ["resampling"]}, shown)
    assert ends(found) == (1, None, 0, 1, "unknown")
    assert any(sentence.startswith("Not claimed, although") for sentence in found.evidence)
    assert any("claimed without 'statistic" in sentence for sentence in found.evidence)


def test_an_unanswered_item_reaches_up_to_what_nothing_contradicts(answer, result, clean):
    assert ends(answer("12", None)) == (None, None, -5, 5, "unknown")
    external = [result(VALIDATED, ("pass", "two-institutes")), *clean]
    assert answer("12", None, external).highest == 4
    leaked = answer("12", None, [result(PROBES[0], ("fail", "shared-patient"))])
    assert ends(leaked) == (None, None, -5, -5, "unknown")
    assert f"Speaks against it: {PROBES[0]} says shared-patient." in leaked.evidence
    assert answer("16", None).highest == 4


@pytest.mark.parametrize(
    ("code", "points"), [("same-institute", 2), ("other-institute", 3), ("two-institutes", 4), ("three-institutes", 5)]
)
def test_validation_claimed_at_most_falls_to_what_the_evidence_supports(answer, result, clean, code, points):
    found = answer("12", {"choose": "three_plus_external"}, [result(VALIDATED, ("pass", code)), *clean])
    basis = "supported" if points == 5 else "contradicted"
    assert ends(found) == (5, points, points, points, basis)
    if points < 5:
        assert found.evidence[-1].startswith("So what counts is '")
        assert f"({points} points)" in found.evidence[-1]


def test_validation_claimed_below_the_evidence_counts_as_claimed(answer, result, clean):
    found = answer("12", {"choose": "same_institute"}, [result(VALIDATED, ("pass", "two-institutes")), *clean])
    assert ends(found) == (2, 2, 2, 2, "supported")
    assert found.evidence[-1] == (
        "Not claimed, although the evidence would support it: 'two sets of cases, of two institutes' (4 points)."
    )


@pytest.mark.parametrize(
    ("check", "code"), [*((probe, "shared-thing") for probe in PROBES), (VALIDATED, "no-validation")]
)
@pytest.mark.parametrize("claim", ["same_institute", "published_signature", "three_plus_external"])
def test_leaks_and_missing_validation_bring_any_claim_down_to_the_worst(answer, result, check, code, claim):
    results = {name: result(name, ("pass", "")) for name in PROBES}
    results[VALIDATED] = result(VALIDATED, ("pass", "three-institutes"))
    results[check] = result(check, ("fail", code))
    found = answer("12", {"choose": claim, "pointer": "p. 3"}, list(results.values()))
    assert (found.points, found.lowest, found.highest, found.basis) == (-5, -5, -5, "contradicted")


def test_a_failure_of_another_kind_lowers_the_range_of_validation_only(answer, result, clean):
    results = [
        result(VALIDATED, ("pass", "other-institute")),
        *clean[:2],
        clean[3],
        result(PROBES[2], ("fail", "repeated-rows")),
    ]
    assert ends(answer("12", {"choose": "one_external"}, results)) == (3, 3, -5, 3, "supported")


def test_a_leak_that_could_not_be_looked_for_lowers_the_range_only(answer, result, clean):
    results = [result(VALIDATED, ("pass", "other-institute")), *clean[:2], clean[3], result(PROBES[2], ("unknown", ""))]
    assert ends(answer("12", {"choose": "one_external"}, results)) == (3, 3, -5, 3, "supported")


def test_an_open_claim_still_has_the_lower_option_that_evidence_supports(answer, result, clean):
    found = answer("12", {"choose": "published_signature"}, [result(VALIDATED, ("pass", "other-institute")), *clean])
    assert ends(found) == (4, 3, 3, 4, "supported")
    assert any("A pointer" in sentence for sentence in found.evidence)


def test_boxes_are_settled_one_by_one(answer, result):
    shown = [result("model/discrimination-reported", ("pass", "with-interval"))]
    found = answer("9", {"choose": ["statistic", "resampling"]}, shown)
    assert ends(found) == (2, 1, 1, 2, "supported")
    assert found.evidence[0] == (
        "statistic with p-value or interval: model/discrimination-reported says with-interval."
    )


def test_a_refuted_box_shows_while_the_others_count(answer, result):
    results = [
        result("features/extraction-reproduces-table", ("fail", "differs")),
        result("features/all-cases-extracted", ("pass", "")),
    ]
    found = answer("16", {"choose": ["code", "representative"], "pointer": "doi"}, results)
    assert ends(found) == (2, 1, 1, 1, "contradicted")
    assert any(said.startswith("features of representative regions public, with the r") for said in found.evidence)


@pytest.mark.parametrize(("number", "check"), [("9", "discrimination-reported"), ("10", "calibration-reported")])
def test_a_figure_missing_from_the_manifest_refutes_nothing_a_wrong_one_does(answer, result, number, check):
    missing = [result(f"model/{check}", ("fail", "not-reported"))]
    assert answer(number, {"choose": ["statistic"]}, missing).basis == "unknown"
    wrong = [result(f"model/{check}", ("fail", "not-reproduced"))]
    assert ends(answer(number, {"choose": ["statistic"]}, wrong)) == (1, 0, 0, 0, "contradicted")


def test_calibration_without_an_interval_counts_in_the_lenient_reading(answer, result):
    shown = [result("model/calibration-reported", ("pass", "without-interval"))]
    strict = answer("10", {"choose": ["statistic"]}, shown)
    assert ends(strict) == (1, None, 0, 1, "unknown")
    assert strict.evidence[0].endswith("says without-interval.")
    assert ends(answer("10", {"choose": ["statistic"]}, shown, lenient=True)) == (1, 1, 1, 1, "supported")


def test_points_without_names_are_taken_for_what_the_evidence_bears_out(answer, result):
    shown = [result("model/discrimination-reported", ("pass", "with-interval"))]
    found = answer("9", {"points": 1}, shown)
    assert ends(found) == (1, 1, 1, 1, "supported")
    assert found.evidence[0].startswith("The answer gives 1 point, but not for what")
    refuted = [result("features/extraction-reproduces-table", ("fail", "differs"))]
    assert ends(answer("16", {"points": 3, "pointer": "doi"}, refuted)) == (3, 3, 3, 3, "declared")
    assert ends(answer("16", {"points": 4, "pointer": "doi"}, refuted)) == (4, 3, 3, 3, "contradicted")


def test_cross_validation_alone_is_no_validation_but_in_the_lenient_reading(rqs, answers_of, result, made):
    claims = [{"id": "cv", "model": "m", "metric": "auc", "set": "cv", "value": 0.8}]
    declared = Declarations(made({"models": [{"name": "m"}], "claims": claims}))
    results = [result("model/claims-reproduced", ("pass", "")), result(VALIDATED, ("fail", "no-validation"))]
    choice = answers_of(rqs, {"12": {"choose": "same_institute"}}).choices["12"]
    known = Known({one.check: one for one in results}, declared)
    found = [item_answer(rqs.item("12"), choice, replace(known, lenient=lenient)) for lenient in (False, True)]
    assert [(own.points, own.basis) for own in found] == [(-5, "contradicted"), (2, "supported")]


@pytest.mark.parametrize(("number", "key"), [("2", "readers"), ("4", "test_retest")])
def test_having_repeated_data_counts_in_the_lenient_reading_only(rqs, answers_of, made, number, key):
    table = {"table": "cohort.csv", "case": "case"}
    known = Known(declared=Declarations(made({"stability": {key: table}})))
    choice = answers_of(rqs, {number: {"choose": "yes"}}).choices[number]
    found = [item_answer(rqs.item(number), choice, replace(known, lenient=lenient)) for lenient in (False, True)]
    assert [own.basis for own in found] == ["unknown", "supported"]
