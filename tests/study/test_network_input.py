"""What a manifest may say of a network's input, and what is said against the rest."""

import pydantic
import pytest

from radaudit.core.errors import ManifestError
from radaudit.study.load import load_study
from radaudit.study.network_input import NetworkInput


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"margin_mm": 5}, "belong to crop: bbox"),
        ({"crop": "centroid"}, "needs a size for crop: centroid"),
        ({"crop": "bbox", "size": [8, 8, 8], "resize": [9, 9, 9]}, "size is what is resized to"),
        ({"dims": "3d", "size": [64, 64]}, "is 3d and needs sizes of 3 numbers"),
        ({"dims": "2d", "size": [64, 64, 64]}, "is 2d and needs sizes of 2 numbers"),
        ({"dims": "2.5d", "crop": "bbox"}, "is 2.5d and needs a size for its three planes"),
        ({"slices": 3}, "slices, which belong to dims: 2.5d"),
        ({"dims": "2.5d", "slices": 4, "size": [8, 8]}, "odd number of slices"),
        ({"window": [400, -1000]}, "doesn't go from a low to a high"),
        ({"window": [0, 1], "divide": 5}, "a window and also offset or divide"),
        ({"divide": 0}, "divides by zero"),
        ({"normalise_over": "roi"}, "normalise_over without normalise"),
        ({"mean": [0.5]}, "needs both mean and sd"),
        ({"orientation": "LLS"}, "can't be: axes are one each of L or R"),
        ({"flip": "w"}, "can't be: axes are some of x, y, z"),
        ({"spacing_mm": [1, 1]}, "needs a spacing_mm of 3 numbers"),
        ({"steps": [], "crop": "bbox"}, "gives steps and also crop"),
    ],
)
def test_what_contradicts_itself(facts, said):
    with pytest.raises(pydantic.ValidationError, match=said):
        NetworkInput(**facts)


def test_a_manifest_says_where(folder):
    (folder.root / "w.pt2").write_bytes(b"")
    folder.write(
        deep="""
  network: {weights: w.pt2}
  input:
    steps:
      - {op: resample, spacing: [1, 1, 1]}
      - {op: crop, margin: 5}""",
    )
    with pytest.raises(ManifestError, match=r"radaudit.yaml:\d+: .*steps.1' has an unknown key 'margin'; did you mean"):
        load_study(folder.root)
