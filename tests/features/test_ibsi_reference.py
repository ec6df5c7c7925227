import math

import pytest

from radaudit.core.errors import DataError
from radaudit.features.ibsi.reference import Reference, digital_phantom, read_references, rounded

HEADER = "data_set,tag,family,image_biomarker,consensus,benchmark_value,tolerance\n"


# Consensus values as published (reference manual, arXiv:1612.07003): value and tolerance on the digital phantom.
@pytest.mark.parametrize(
    ("tag", "aggregation", "value", "tolerance"),
    [
        ("morph_volume", "DHQ4", 556, 4),
        ("morph_sphericity", "DHQ4", 0.843, 0.005),
        ("morph_pca_min_axis", "DHQ4", 9.31, 0.06),
        ("stat_kurt", "DHQ4", -0.355, 0),
        ("stat_rmad", "DHQ4", 1.11, 0),
        ("ih_entropy", "DHQ4", 1.27, 0),
        ("cm_contrast", "ITBB", 5.32, 0),
        ("cm_contrast", "IAZD", 5.12, 0),
        ("cm_contrast", "JJUI", 5.39, 0),
        ("cm_contrast", "ZW7Z", 5.29, 0),
        ("cm_info_corr1", "ITBB", -0.157, 0),
        ("cm_info_corr1", "IAZD", -0.0288, 0),
        ("rlm_glnu", "ITBB", 21.8, 0),
        ("rlm_glnu", "IAZD", 281, 0),
        ("rlm_glnu", "JJUI", 19.5, 0),
        ("rlm_glnu", "ZW7Z", 77.1, 0),
        ("szm_lze", "KOBO", 550, 0),
        ("szm_lze", "62GR", 34.2, 0),
        ("ngl_ldlge", "KOBO", 0.00963, 0),
        ("ngl_dc_entr", "62GR", 3.36, 0),
        ("ngt_busyness", "KOBO", 6.54, 0),
        ("ngt_coarseness", "62GR", 0.0285, 0),
    ],
)
def test_published_values(tag, aggregation, value, tolerance):
    assert Reference(tag, aggregation, value, tolerance) in digital_phantom()


class TestMet:
    @pytest.mark.parametrize(
        ("value", "tolerance", "found", "met"),
        [
            (2.15, 0, 2.1486, True),
            (2.15, 0, 2.1449, False),
            (2.15, 0, 2.1551, False),
            (1490, 0, 1494.6, True),
            (-0.355, 0, -0.3546, True),
            (-0.355, 0, 0.3546, False),
            (11.4, 0.1, 11.325, True),  # rounded it lies on the end of the interval, which is part of it
            (9.31, 0.06, 9.2449, False),
            (556, 4, 560.4, True),
            (556, 4, 560.6, False),
            (0, 0, 0.0, True),
            (1, 0, math.nan, False),
            (1, 0, math.inf, False),
        ],
    )
    def test_to_three_digits_within_the_tolerance(self, value, tolerance, found, met):
        assert Reference("tag", "DHQ4", value, tolerance).met_by(found) is met

    def test_rounded(self):
        assert [rounded(value) for value in (1234.5, -0.012345, 0.0, 9.999)] == [1230.0, -0.0123, 0.0, 10.0]


class TestTable:
    @pytest.fixture
    def write(self, tmp_path):
        def write(text, encoding="utf-8"):
            path = tmp_path / "values.csv"
            path.write_bytes(text.encode(encoding))
            return path

        return write

    def test_by_data_set_and_aggregation(self, write):
        rows = [
            'configuration A,cm_contrast_2D_avg,"Co-occurrence matrix (2D, averaged)",Contrast,6-9,7.85,0.27',
            "configuration C,rlm_sre_3D_comb,Run length,Short runs,6-9,0.787,0.003",
            "configuration C,szm_sze_3D,Size zone,Small zone,6-9,0.695,0.001",
            "configuration C,morph_volume,Morphology,Volume,6-9,367000,6000",
            "configuration C,ivh_v10,Histogram,no counterpart,6-9,1,1",
        ]
        assert read_references(write(HEADER + "\n".join(rows))) == {
            "configuration A": [Reference("cm_contrast", "BTW3", 7.85, 0.27)],
            "configuration C": [
                Reference("rlm_sre", "IAZD", 0.787, 0.003),
                Reference("szm_sze", "KOBO", 0.695, 0.001),
                Reference("morph_volume", "DHQ4", 367000, 6000),
            ],
        }

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("data_set;tag\n", "values.csv:1: has no column data_set, tag, benchmark_value, tolerance"),
            ("", "has no column"),
            (HEADER + "configuration A,stat_mean,S,Mean,x,much,1", "values.csv:2: the value 'much'"),
            (HEADER + "configuration A,stat_mean", "is no number"),
        ],
    )
    def test_what_is_no_such_table(self, write, text, message):
        with pytest.raises(DataError) as caught:
            read_references(write(text))
        assert message in str(caught.value)

    def test_what_is_no_text(self, write):
        with pytest.raises(DataError, match="no CSV file in UTF-8"):
            read_references(write(HEADER + "configuration A,\xff", "latin-1"))

    def test_no_file(self, tmp_path):
        with pytest.raises(DataError, match=r"values\.csv: can't be read: No such file"):
            read_references(tmp_path / "values.csv")
