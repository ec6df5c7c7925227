import pytest

from radaudit.core.errors import Unavailable

NAMES = ("original_glcm_Contrast", "original_glcm_Idm", "original_shape_Flatness")


def kept(make_study, files=None, **stability):
    made = make_study(manifest=lambda said: said.update(stability=stability))
    for name, text in (files or {}).items():
        made.write(name, text)
    return made.evidence("kept_features")


def test_a_list_with_globs(make_study):
    own = kept(
        make_study, kept=["original_glcm_*", "original_ngtdm_Busyness"], threshold={"statistic": "icc2", "value": 0.75}
    )
    assert own.among(NAMES) == NAMES[:2]
    assert own.absent(NAMES) == ("original_ngtdm_Busyness",)
    assert (own.statistic, own.threshold, own.slack) == ("icc2", 0.75, pytest.approx(0.005))
    assert own.where.pointer == "stability/kept"


@pytest.mark.parametrize("text", ["feature\n{}\n{}\n", "{}\n{}\n"])
def test_a_file_with_or_without_a_header(make_study, text):
    own = kept(make_study, {"kept.csv": text.format(*NAMES[:2])}, kept=["kept.csv"])
    assert own.patterns == NAMES[:2]
    assert (own.threshold, own.slack) == (None, 0.0)


def test_without_a_list(make_study):
    with pytest.raises(Unavailable, match="names no features that it kept"):
        make_study().evidence("kept_features")
