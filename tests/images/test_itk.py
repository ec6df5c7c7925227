"""ITK's own words on stderr, and several threads that read."""

import os
from concurrent.futures import ThreadPoolExecutor

from radaudit.images.itk import silent_stderr


def test_stderr_comes_back_when_the_last_thread_has_read(capfd):
    def read(_):
        with silent_stderr():
            os.write(2, b"a word of ITK\n")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(read, range(200)))
    os.write(2, b"heard\n")
    assert capfd.readouterr().err == "heard\n"
