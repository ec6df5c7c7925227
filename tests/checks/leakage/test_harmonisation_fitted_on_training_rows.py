import numpy as np
import pytest

from radaudit.checks.leakage.harmonisation_fitted_on_training_rows import harmonisation_fitted_on_training_rows
from radaudit.core.errors import Unavailable
from radaudit.core.finding import Tier
from radaudit.evidence.equal_sites import equal_sites
from tests.made_evidence import only, told
from tests.made_harmonised import made, raw, recomputed, train
from tests.made_lesions import a_study, examined, harmonised, history, lesions, scaled

OWN = lesions()


def judge(values, study=None, again=None, **changes):
    table = examined(OWN, values, **changes)
    study = study or a_study()
    return list(harmonisation_fitted_on_training_rows(study, equal_sites(study, (table,), (history(table),)), again))


def centred(rows):
    """Each site standardised on these rows of its own."""
    values = OWN.values.copy()
    for site in range(3):
        own = OWN.site == site
        values[own] = (values[own] - values[own & rows].mean(axis=0)) / values[own & rows].std(axis=0)
    return values


@pytest.mark.parametrize("values", [OWN.values, scaled(OWN.values), centred(OWN.train)])
def test_honest_tables_pass(values):
    assert told(judge(values)) == [("pass", "")]


def test_fitted_on_the_training_rows_is_said():
    assert "on the training rows only" in only(judge(centred(OWN.train)), "pass").message


@pytest.mark.parametrize("kept", [(), (OWN.event,), (OWN.age,)])
def test_fitted_on_all_rows(kept):
    study = a_study(harmonisation={"method": "combat", "batch": "site", "fitted_on": "train"})
    finding = only(judge(harmonised(OWN, *kept), study))
    assert (finding.code, finding.tier) == ("fitted-on-all-rows", Tier.TESTED)
    assert finding.values["declared"] == "train"
    assert finding.rows[0]["p, too equal"] <= 0.001


def test_fitted_on_each_set():
    values = np.where(OWN.train[:, None], centred(OWN.train), centred(~OWN.train) + 1)
    assert told(judge(values)) == [("fail", "sets-apart")]


def test_without_sites():
    with pytest.raises(Unavailable, match="names no sites"):
        judge(OWN.values, groupings={})
    assert told(judge(OWN.values[:, :3], names=OWN.names[:3])) == [("unknown", "")]


def test_harmonising_again_goes_before_the_test():
    """On values in which the test finds nothing, and on values in which it does."""
    honest, pooled = OWN.values, harmonised(OWN)
    found = only(judge(honest, again=recomputed(made()), which="harmonised"))
    assert (found.code, found.tier) == ("fitted-on-all-rows", Tier.PROVED)
    assert "comes out of the raw one by ComBat by 'site', fitted on all rows" in found.message
    found = only(judge(pooled, again=recomputed(made(train())), which="harmonised"), "pass")
    assert "no evaluated row had a part" in found.message
    assert told(judge(pooled, again=recomputed(made(train())))) == [("fail", "fitted-on-all-rows")]  # the raw table


def test_harmonising_each_set_again():
    after = np.where(train()[:, None], made(train()), made(~train()))
    assert told(judge(OWN.values, again=recomputed(after), which="harmonised")) == [("fail", "sets-apart")]


def test_what_nothing_gives_leaves_the_test():
    values = harmonised(OWN)
    again = recomputed(raw() ** 3)
    assert only(judge(values, again=again, which="harmonised")).tier is Tier.TESTED
