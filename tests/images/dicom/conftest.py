"""What the tests of DICOM share."""

import re

import pytest

from radaudit.core.errors import JobFailed


@pytest.fixture
def refusal(tmp_path):
    """The sentence with which something is refused; nothing of this machine may stand in it."""

    def refusal(function, *arguments, **options):
        with pytest.raises(JobFailed) as caught:
            function(*arguments, **options)
        message = str(caught.value)
        assert str(tmp_path) not in message
        assert re.fullmatch(r"[ -~]+", message), "one line of plain text"
        return message

    return refusal
