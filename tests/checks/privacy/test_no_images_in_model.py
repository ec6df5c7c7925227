import pytest

from radaudit.checks.privacy.no_images_in_model import no_images_in_model
from radaudit.core.finding import Severity
from radaudit.deep.stored_inputs import StoredInput
from radaudit.evidence.deep_contents import DeepContents
from tests.made_deep import a_deep_study, a_setup
from tests.made_evidence import only, told


def judge(*looks, homes=0):
    inputs = tuple(StoredInput("inputs/0", (2, 1, 16, 16), 2048, 80, look, 0.8) for look in looks)
    return list(no_images_in_model(a_deep_study(), a_setup(), DeepContents(inputs, homes)))


def test_images_in_the_file():
    finding = only(judge("image", "constant"))
    assert (finding.code, finding.rows[0]["cases"], finding.rows[0]["shape"]) == (
        "images-inside",
        80,
        "2 x 1 x 16 x 16",
    )
    assert "up to 80 cases" in finding.message


@pytest.mark.parametrize("looks", [(), ("constant",), ("noise",)])
def test_zeros_and_drawn_numbers_pass(looks):
    only(judge(*looks), "pass")


def test_what_cannot_be_told_is_no_pass():
    assert told(judge("unknown")) == [("unknown", "not-told")]


def test_paths_of_a_home_folder_are_a_note():
    finding = only(judge(homes=3))
    assert (finding.code, finding.severity) == ("home-paths", Severity.NOTE)
