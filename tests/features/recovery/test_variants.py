from radaudit.features.radiomics import invalid
from radaudit.features.recovery import variants
from radaudit.features.recovery.configuration import Configuration

IMAGES = {"Original": {}, "Wavelet": {}, "Gradient": {}}


def configuration(**setting):
    return Configuration(IMAGES, {"glcm": ()}, setting, 1)


def makers(own):
    yield variants.other_labels(own, [1, 2, 3])
    yield variants.other_spacings(own, (0.9, 0.9, 3.0))
    yield variants.corrected_mask(own)
    yield variants.paddings(own)
    yield variants.grey_levels(own)
    yield variants.usual_bins(own)
    yield variants.textures(own, {"glcm"}, {"gldm"})
    yield variants.textures(own, {"glcm", "glrlm", "glszm", "gldm", "ngtdm"}, set())
    for kind in ("Wavelet", "Gradient"):
        yield variants.filters(own, {kind})


def test_every_variant_is_another_configuration_that_pyradiomics_takes():
    starts = [
        configuration(),
        configuration(binCount=32, normalize=True, removeOutliers=3, force2D=True, preCrop=True),
        configuration(resampledPixelSpacing=[2, 2, 2], interpolator="sitkLinear", padDistance=10),
        configuration(interpolator=None, distances=[1, 2], symmetricalGLCM=False),
    ]
    seen = set()
    for own in starts:
        for made in makers(own):
            assert made
            for change in made:
                after = own.changed(change)
                assert after.key != own.key, change
                if str(change) not in seen:  # reading the schema takes its time
                    assert invalid(after.parameters(IMAGES, ["glcm"])) == [], change
                seen.add(str(change))


def test_no_variant_comes_twice():
    for own in (configuration(), configuration(resampledPixelSpacing=[1, 1, 1], normalize=True)):
        for made in makers(own):
            keys = [own.changed(change).key for change in made]
            assert len(set(keys)) == len(keys)


def test_a_setting_is_tried_only_where_it_reaches_what_deviates_and_nothing_that_agrees():
    def names(deviating, agreeing):
        return {name for change in variants.textures(configuration(), deviating, agreeing) for name in change}

    assert names({"glcm"}, {"gldm", "glrlm", "glszm", "ngtdm"}) == {"symmetricalGLCM"}
    assert names({"gldm"}, {"glcm", "ngtdm"}) == {"gldm_a"}
    assert names({"glcm", "glrlm"}, {"glszm"}) == {"weightingNorm"}
    assert names({"glcm", "gldm", "ngtdm"}, {"glszm", "glrlm"}) == {"distances"}
    assert names({"glszm", "glcm"}, set()) == {"force2D", "force2Ddimension"}


def test_bins_of_one_kind_take_the_other_out():
    counted = configuration(binCount=16)
    assert variants.bins(counted, width=25) == {"binWidth": 25, "binCount": None}
    assert variants.bins(configuration(binWidth=5), count=16) == {"binCount": 16}
    assert variants.bins(configuration(), width=10, image="Wavelet") == {"Wavelet.binWidth": 10}


def test_resampling_that_an_interpolator_of_none_would_switch_off():
    change = variants.spaced(configuration(interpolator=None), [[1, 1, 1]])[0]
    assert change == {"resampledPixelSpacing": [1, 1, 1], "interpolator": "sitkBSpline"}
