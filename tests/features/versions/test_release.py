import pytest

from radaudit.features.versions.release import release_of, written


@pytest.mark.parametrize(
    ("text", "release"),
    [("v3.0.1", (3, 0, 1)), ("3.1.0.post2", (3, 1, 0)), ("2.2", (2, 2, 0)), ("0+unknown", None), ("", None)],
)
def test_the_number_of_a_release(text, release):
    assert release_of(text) == release


def test_a_release_as_it_is_called():
    assert [written(own) for own in ((3, 0, 0), (3, 0, 1), (2, 0, 0), (1, 0, 0))] == ["3.0", "3.0.1", "2.0.0", "1.0"]
