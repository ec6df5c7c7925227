import pytest

from radaudit.evidence.protocols import grouped, protocols
from tests.made_evidence import an_acquisition
from tests.made_sites import cohort, study

KERNELS = ["B30F"] * 45 + ["B70F"] * 45


def found(who=None, **values):
    return protocols(study(), who or cohort(), an_acquisition(**values))


def test_properties_that_part_the_cases_alike_are_one_grouping():
    own = found(kernel=KERNELS, slice_thickness=[1.0] * 45 + [5.0] * 45, model=["X", "Y"] * 45)
    assert [way.properties for way in own.ways] == [("model",), ("kernel", "slice thickness")]
    assert own.ways[1].levels == ("kernel B30F, slice thickness 1", "kernel B70F, slice thickness 5")
    assert own.ways[1].groups.tolist() == [0] * 45 + [1] * 45
    assert (own.column, own.names, own.told) == ("site", ("A", "B", "C"), 90)


def test_what_is_no_protocol():
    """Voxel sizes, constants, and numbers that vary freely."""
    own = found(
        in_plane=[0.5, 0.9] * 45, kernel=["B30F"] * 90, repetition_time=[float(1.2**row) for row in range(1, 91)]
    )
    assert own.ways == ()
    assert found(in_plane=[0.5, 0.9] * 45).told == 0


def test_without_sites_all_cases_are_one_batch():
    own = found(who=cohort([None] * 90), kernel=KERNELS)
    assert (own.column, own.names, set(own.batches.tolist())) == ("", ("all cases",), {0})


@pytest.mark.parametrize(
    ("values", "numeric", "codes", "levels"),
    [
        ((1.0, 1.05, 5.0, None), True, [0, 0, 1, -1], ("1 to 1.05", "5")),
        (("b", "a", "b", None), False, [1, 0, 1, -1], ("a", "b")),
    ],
)
def test_groups_of_values(values, numeric, codes, levels):
    made, told = grouped(values, numeric)
    assert (made.tolist(), told) == (codes, levels)
