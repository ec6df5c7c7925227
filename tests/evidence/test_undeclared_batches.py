import numpy as np
import pytest

from radaudit.evidence.auditor import Auditor
from radaudit.evidence.protocols import protocols
from radaudit.evidence.undeclared_batches import undeclared_batches
from tests.made_evidence import an_acquisition
from tests.made_sites import CASES, SITE, centred, cohort, examined, features, study

KERNELS = np.where((SITE == 1) & (np.arange(90) % 2 == 0), "B70F", "B30F")  # two in site B


def found(*tables, kernels=KERNELS, who=None):
    who = who or cohort()
    return undeclared_batches(
        study(), who, tables, protocols(study(), who, an_acquisition(kernel=kernels.tolist())), Auditor()
    )


def shifted(strength=2.0):
    values = features(shift=1.0)
    values[KERNELS == "B70F", :3] += strength
    return values


def test_a_kernel_inside_a_site_is_found_and_what_declaring_it_would_change():
    raw = shifted()
    [own] = found(examined(raw), examined(centred(raw), "harmonised"))
    assert (own.table, own.patients) == ("harmonised", 30)
    assert own.places == {"B": "kernel B30F: 15; kernel B70F: 15"}
    assert own.p < 0.001
    assert own.strongest in ("f0", "f1", "f2")
    assert own.before == pytest.approx(own.share, abs=0.02)  # sites were centred as one
    assert own.as_declared > 0.1 > 0.03 > own.with_groups


def test_groups_that_change_nothing():
    [own] = found(examined(features(shift=1.0)))
    assert own.p > 0.01
    assert abs(own.share) < 0.06


def test_protocols_that_go_with_the_site_are_declared_by_it():
    assert found(examined(features()), kernels=np.where(SITE == 1, "B70F", "B30F")) == ()
    few = np.where(np.arange(90) < 4, "B70F", "B30F")
    assert found(examined(features()), kernels=few) == ()


def test_the_order_of_cases_in_a_table_is_its_own():
    order = np.random.default_rng(0).permutation(90)
    own = examined(shifted())
    turned = examined(
        own.values[order],
        cases=tuple(CASES[row] for row in order),
        covariates={name: values[order] for name, values in own.covariates.items()},
        groupings={},
    )
    assert found(turned)[0].share == pytest.approx(found(own)[0].share, abs=0.005)
