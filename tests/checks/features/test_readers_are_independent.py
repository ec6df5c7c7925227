import numpy as np
import pytest

from radaudit.checks.features.readers_are_independent import readers_are_independent
from radaudit.core.errors import NotApplicable, Unavailable
from radaudit.core.finding import Tier
from radaudit.evidence.reader_masks import ReaderMasks
from tests.made_evidence import only, told
from tests.made_masks import a_mask
from tests.made_repeats import measured, some_repeats

PAIR = ("images.mask", "two")


def a_pair(case, voxels, differing):
    """Two ROIs of so many voxels each that differ in an even number of voxels."""
    common = voxels - differing // 2
    return a_mask(case, reference=voxels, predicted=voxels, common=common, same_file=differing == 0)


def readers(cases=20, seed=0, size=1000):
    """Honest readers: they differ in 15 to 60 % of the border."""
    random = np.random.default_rng(seed)
    return [a_pair(f"c{n}", size, int(484 * np.exp(random.normal(-1.2, 0.35)) // 2 * 2)) for n in range(cases)]


def judged(rows, readings=None, **options):
    masks = ReaderMasks(PAIR, {PAIR: tuple(rows)}) if rows is not None else None
    return list(readers_are_independent(masks, readings, **options))


@pytest.mark.parametrize("seed", range(5))
def test_honest_readers(seed):
    finding = only(judged(readers(30, seed)), "pass")
    assert finding.tier is Tier.TESTED
    assert "differ in 0." in finding.message


def test_copied_masks_are_found_with_their_rows():
    rows = readers()
    rows[3], rows[7] = a_pair("c3", 1000, 0), a_pair("c7", 1400, 0)
    finding = only(judged(rows))
    assert (finding.code, finding.tier, finding.values["copied"]) == ("copied-masks", Tier.PROVED, 2)
    assert [row["case"] for row in finding.rows] == ["c3", "c7"]
    assert finding.rows[0]["p"] < 1e-5
    assert finding.rows[0]["files"] == "the same bytes"
    assert finding.benign


def test_a_mask_with_two_voxels_retouched_is_nearly_a_copy():
    rows = readers()
    rows[5] = a_pair("c5", 1000, 2)
    finding = only(judged(rows))
    assert (finding.code, finding.tier) == ("nearly-copied-masks", Tier.TESTED)
    assert [row["case"] for row in finding.rows] == ["c5"]


def test_all_copied_leaves_no_cohort_to_compare_with():
    finding = only(judged([a_pair(f"c{n}", 500, 0) for n in range(6)]))
    assert (finding.code, len(finding.rows), finding.rows[0]["p"]) == ("second-reader-copied", 6, None)


def test_small_lesions_may_be_drawn_alike():
    tiny = [a_pair(f"c{n}", 12, 2 * (n % 3)) for n in range(20)]
    assert told(judged(tiny)) == [("pass", "")]
    assert told(judged([a_pair("c0", 60, 0), a_pair("c1", 60, 0)])) == [("pass", "")]
    assert told(judged([a_pair("c0", 60, 0)], smallest=50)) == [("fail", "second-reader-copied")]


def test_rows_of_a_table():
    names = [f"original_glcm_F{n}" for n in range(8)]
    values = measured(dict.fromkeys(names, 0.9), cases=15)
    honest = some_repeats(values.copy(), names, "readers")
    assert told(judged(None, honest)) == [("pass", "")]
    values[2, 1] = values[2, 0]
    finding = only(judged(None, some_repeats(values, names, "readers")))
    assert (finding.code, finding.rows[0]["case"]) == ("copied-rows", "c2")
    values[:9, 1] = values[:9, 0]
    assert only(judged(None, some_repeats(values, names, "readers"))).code == "second-reader-copied"


def test_nothing_of_a_second_reader():
    with pytest.raises(Unavailable, match="nothing of a second reader"):
        judged(None)
    with pytest.raises(NotApplicable):
        judged([])
