import numpy as np
import pytest

from radaudit.checks.leakage.harmonisation_fitted_on_training_rows import harmonisation_fitted_on_training_rows
from radaudit.core.errors import Unavailable
from radaudit.core.finding import Tier
from radaudit.evidence.equal_sites import equal_sites
from tests.made_evidence import only, told
from tests.made_lesions import a_study, examined, harmonised, history, lesions, scaled

OWN = lesions()


def judge(values, study=None, **changes):
    table = examined(OWN, values, **changes)
    study = study or a_study()
    return list(harmonisation_fitted_on_training_rows(study, equal_sites(study, (table,), (history(table),))))


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
