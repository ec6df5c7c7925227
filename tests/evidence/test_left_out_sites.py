from types import SimpleNamespace

import numpy as np
import pytest

from radaudit.core.errors import NotApplicable, Unavailable
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.harmonisable import harmonisable
from radaudit.evidence.harmonised_otherwise import harmonised_otherwise, left_out_sites
from tests.checks.model.test_claims_are_possible import a_set
from tests.made_left_out import a_study, at_sites, cohort_of, draw, on_all_rows
from tests.made_setups import claimed, run_here


class Map:
    map = None


@pytest.fixture(autouse=True)
def here(monkeypatch):
    monkeypatch.setattr("radaudit.models.side_by_side.run_all", run_here)


def made(setups, study, claims=()):
    cohort = cohort_of(setups)
    found = harmonised_otherwise(harmonisable(setups, study, cohort), claims, None, Auditor(), Map)
    return left_out_sites(study, cohort, found, None, None, Auditor(), Map)


def test_a_signal_that_every_site_has_is_found_at_each():
    [found] = made(at_sites(*draw((0.5, 0.5, 0.5), shift=0.0, signal=1.2)), a_study())
    [way] = found.ways
    assert (way.way, [site.name for site in way.sites]) == ("none", ["A", "B", "C"])
    assert way.mean.low > 0.6
    assert way.mean.estimate == pytest.approx(np.mean([site.figure.estimate for site in way.sites]))
    assert way.summary.predicted.low < way.summary.mean.low < way.mean.estimate


def test_a_model_that_tells_sites_apart_shows_it_beside_its_claim():
    setups = at_sites(*draw((0.15, 0.3, 0.85), seed=3))
    [found] = made(setups, a_study(), claimed(setups, a_set(auc="0.80")))
    [beside] = found.elsewhere
    assert beside.label == "claim auc"
    assert beside.rerun.estimate > 0.7 > found.ways[0].mean.estimate
    assert beside.better.low > 0


def test_what_becomes_of_a_site_that_harmonisation_never_saw_is_shown_both_ways():
    features, target, sites = draw((0.5, 0.5, 0.5), signal=1.2)
    [found] = made(at_sites(features, target, sites, on_all_rows(features, sites)), a_study("train", "t.csv"))
    assert [way.way for way in found.ways] == ["estimate", "leave", "none"]
    assert "from its own rows without their outcomes" in found.ways[0].label


def test_a_harmonised_table_alone_is_tried_as_it_is():
    features, target, sites = draw((0.5, 0.5, 0.5), signal=1.2)
    [found] = made(at_sites(features, target, sites), a_study("all"))
    assert [way.way for way in found.ways] == ["given"]


def test_small_sites_are_learnt_from_only():
    [found] = made(at_sites(*draw((0.5, 0.5, 0.05), signal=1.2)), a_study())
    assert (found.small, len(found.ways[0].sites)) == (("C",), 2)
    [found] = made(at_sites(*draw((0.5, 0.05, 0.05), signal=1.2)), a_study())
    assert "fewer than two sites" in found.problem


def test_a_study_that_this_does_not_ask_of():
    features, target, _ = draw((0.5, 0.5, 0.5))
    with pytest.raises(NotApplicable):
        made(at_sites(features, target, np.repeat("A", 120)), a_study())
    study, cohort = a_study(), cohort_of(at_sites(*draw((0.5, 0.5, 0.5))))
    with pytest.raises(Unavailable, match="plain one needs"):
        left_out_sites(study, cohort, None, None, None, Auditor(), Map)
    study.manifest.study = SimpleNamespace(task="segmentation")
    with pytest.raises(NotApplicable):
        left_out_sites(study, cohort, None, None, None, Auditor(), Map)
