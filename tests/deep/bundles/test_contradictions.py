"""A bundle's steps beside the manifest's."""

import pytest

from radaudit.deep.bundles.contradictions import contradictions
from radaudit.study.geometry_steps import AxisOrder, Crop, Orient, Resample
from radaudit.study.intensity_steps import Scale, Window, ZScore

WINDOW, GRID = Window(-1000, 400), Resample((1.0, 1.0, 1.0))


@pytest.mark.parametrize(
    ("told", "declared", "about"),
    [
        ([WINDOW, GRID], [GRID, WINDOW, Crop()], []),
        ([Window(-1024, 2048, clip=False)], [Scale(1024, 3072)], []),
        ([Resample((1, 1, 1), extent="centres")], [GRID], []),
        ([], [WINDOW], []),
        ([WINDOW], [Window(-160, 240)], ["values"]),
        ([WINDOW], [ZScore()], ["values"]),
        ([WINDOW], [Window(-1000, 400, clip=False)], ["values"]),
        ([GRID], [Resample((2.0, 2.0, 2.0))], ["voxel size"]),
        ([GRID, Orient("RAS"), AxisOrder("xyz")], [GRID], ["orientation", "order of the axes"]),
    ],
)
def test_questions_that_both_answer(told, declared, about):
    found = contradictions(told, declared)
    assert [own.removeprefix("on the ").split(" the bundle")[0] for own in found] == about


def test_both_are_quoted():
    (found,) = contradictions([Orient("RAS")], [WINDOW])
    assert found == "on the orientation the bundle says: axes towards RAS; the manifest: nothing of it"
