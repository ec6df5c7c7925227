from dataclasses import replace
from types import SimpleNamespace

import pytest

from radaudit.checks.deep.pretraining_independent import pretraining_independent
from radaudit.core.errors import NotApplicable
from radaudit.core.finding import Severity, Tier
from tests.made_deep import a_deep_study
from tests.made_evidence import a_cohort, a_split, only

TRAIN, TEST = ["a1", "a2"], ["b1", "b2", "b3"]


def judge(data, sites=None, column="site", test=TEST, split=True):
    cohort = a_cohort([*TRAIN, *test])
    cohort = replace(cohort, columns={column: tuple(sites)} if sites else {})
    study = a_deep_study(pretrained={"data": data}) if data is not None else a_deep_study()
    return list(pretraining_independent(study, cohort, a_split(train=TRAIN, test=test) if split else None))


def test_what_it_was_trained_on_is_asked_for():
    assert "deep.network.pretrained.data" in only(judge(None), "unknown").values["add"]


def test_random_weights_and_strangers_pass():
    only(judge([]), "pass")
    finding = only(judge(["ImageNet"], ["N", "N", "E", "E", "E"]), "pass")
    assert finding.tier is Tier.HEURISTIC


def test_a_site_of_held_out_cases():
    finding = only(judge(["northfield"], ["E", "E", "Northfield", "E", "E"]))
    assert (finding.code, finding.severity) == ("trained-on-held-out", None)
    assert finding.benign
    only(judge(["Northfield"], ["Northfield", "Northfield", "E", "E", "E"]), "pass")  # its training cases


def test_a_word_in_a_column_of_something_else_accuses_nobody():
    only(judge(["CT"], ["CT"] * 5, column="modality"), "pass")


def test_a_held_out_set_by_name():
    only(judge(["test"]))
    only(judge(["train"]), "pass")
    only(judge(["external"]), "pass")  # the study has none


def test_the_same_public_collection():
    lidc = [f"LIDC-IDRI-{number:04d}" for number in range(4)]
    assert only(judge(["LIDC"], test=lidc)).code == "trained-on-held-out"
    overlap = only(judge(["LUNA16"], test=lidc))
    assert (overlap.code, overlap.severity) == ("collections-overlap", Severity.MAJOR)
    assert "https://" in overlap.rows[0]["why"]


def test_without_a_split_every_case_is_judged():
    only(judge(["E"], ["E"] * 5, split=False))


def test_a_study_without_a_network():
    with pytest.raises(NotApplicable):
        list(pretraining_independent(SimpleNamespace(manifest=SimpleNamespace(deep=None)), a_cohort(TRAIN), None))
