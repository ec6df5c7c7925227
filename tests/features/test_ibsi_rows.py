from radaudit.features.ibsi.rows import with_identifiers


def test_the_identifier_stands_right_after_the_feature():
    rows = [{"case": "a", "feature": "T1_wavelet.LLH_glcm_Contrast", "value": 1}, {"feature": "original_glcm_MCC"}]
    named = with_identifiers(rows)
    assert named == ({**rows[0], "ibsi": "IBSI:ACUI"}, {"feature": "original_glcm_MCC", "ibsi": ""})
    assert list(named[0]) == ["case", "feature", "ibsi", "value"]
    assert rows[1] == {"feature": "original_glcm_MCC"}


def test_rows_without_a_known_feature_are_left_alone():
    for rows in (
        [{"case": "a"}],
        [{"feature": "mean radius"}],
        [{"feature": 7}],
        [],
        [{"feature": "glcm_Id", "IBSI": "x"}],
    ):
        assert with_identifiers(rows) == tuple(rows)
