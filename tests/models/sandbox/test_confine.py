import os
import resource

from radaudit.models.sandbox.confine import TASKS_PER_PROCESS, apply_limits
from radaudit.models.sandbox.limits import Limits
from radaudit.models.sandbox.processes import tasks_of


def test_limits_bind_the_process_and_never_loosen():
    limits = Limits(seconds=50, memory=2**34, file_size=2**20, processes=5, open_files=100)
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_FSIZE, (2**19, 2**19))
        apply_limits(limits)
        got = {
            name: resource.getrlimit(getattr(resource, f"RLIMIT_{name}"))
            for name in ("AS", "CPU", "FSIZE", "CORE", "NOFILE")
        }
        right = got == {
            "AS": (2**34,) * 2,
            "CPU": (50, 55),
            "FSIZE": (2**19,) * 2,
            "CORE": (0, 0),
            "NOFILE": (100, 100),
        }
        if os.getuid() != 0:
            most = tasks_of(os.getuid()) + TASKS_PER_PROCESS * 5
            right = right and abs(resource.getrlimit(resource.RLIMIT_NPROC)[0] - most) < 50
        os._exit(0 if right else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
