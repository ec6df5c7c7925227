import signal

import pytest

from radaudit.models.sandbox.blame import in_words, line_of, of_status, of_stop
from radaudit.models.sandbox.limits import Limits

NETWORK = "tried to open a network connection: refused"
LIMITS = Limits(memory=2**31, processes=8)
TRACEBACK = """Traceback (most recent call last):
  File "/study/code/model.py", line 12, in <module>
    fetch()
  File "/usr/lib/python3.11/socket.py", line 232, in __init__
    _socket.socket.__init__(self, family, type, proto, fileno)
PermissionError: [Errno 13] Permission denied
"""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("PermissionError: [Errno 13] Permission denied", NETWORK),
        ("socket.gaierror: [Errno -3] Temporary failure in name resolution", NETWORK),
        ("urllib.error.URLError: <urlopen error [Errno 13] Permission denied>", NETWORK),
        ("PermissionError: [Errno 13] Permission denied: '/home/a/.ssh/id_rsa'",
         "tried to reach a file outside its folder (id_rsa): refused"),
        ("OSError: [Errno 30] Read-only file system: '/usr/x'",
         "tried to reach a file outside its folder (x): refused"),
        ("PermissionError: [Errno 1] Operation not permitted", "tried to reach another process or the system: refused"),
        ("BlockingIOError: [Errno 11] Resource temporarily unavailable", "tried to run more than 8 processes: refused"),
        ("RuntimeError: can't start new thread", "tried to run more than 8 processes: refused"),
        ("MemoryError", "needed more than 2 GiB of memory: refused"),
        ("numpy.core._exceptions._ArrayMemoryError: Unable to allocate", "needed more than 2 GiB of memory: refused"),
        ("OSError: [Errno 27] File too large", "tried to write a file larger than 1 GiB: refused"),
        ("OSError: [Errno 24] Too many open files: 'x'", "tried to open more than 1024 files at once: refused"),
        ("ValueError: could not convert string to float", ""),
        ("MemoryError\nDuring handling of the above exception, another exception occurred:\nKeyError: 'a'", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_the_rule_behind_an_error(text, words):
    assert in_words(text, LIMITS) == words


def test_the_studys_line_is_named_not_the_librarys():
    assert line_of(TRACEBACK, ["/scratch", "/study"]) == "code/model.py:12"
    assert line_of(TRACEBACK, ["/elsewhere"]) == ""
    sentence = "the study's code tried to open a network connection: refused (code/model.py:12)"
    assert of_status(1, TRACEBACK, LIMITS, ["/study"]) == sentence


@pytest.mark.parametrize(
    ("status", "output", "sentence"),
    [
        (0, "MemoryError", ""),
        (3, "", "the study's code ended with status 3: no message"),
        (1, "a\nb is missing\n", "the study's code ended with status 1: b is missing"),
        (-signal.SIGABRT, "", "the study's code was stopped by SIGABRT"),
        (-signal.SIGXCPU, "", "the study's code was stopped after 600 s"),
        (-63, "", "the study's code was stopped by signal 63"),
    ],
)
def test_how_it_ended(status, output, sentence):
    assert of_status(status, output, LIMITS, []) == sentence


@pytest.mark.parametrize("stop", ["time", "memory", "processes", "disk", "files", "auditor"])
def test_every_stop_has_its_sentence(stop):
    assert of_stop(stop, LIMITS).startswith("the study's code was stopped")
