"""The environment of a study's process: nothing of the auditor's but what programs need to be found."""

from __future__ import annotations

import os
import site
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[3]
"""The folder that holds the package ``radaudit``."""


def environment(scratch: Path) -> dict[str, str]:
    """Variables for a process whose home and temporary folder is ``scratch``."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "VIRTUAL_ENV") if name in os.environ}
    threads = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "LOKY_MAX_CPU_COUNT")
    single = dict.fromkeys(threads, "1")
    folders = dict.fromkeys(("HOME", "TMPDIR", "JOBLIB_TEMP_FOLDER", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"), str(scratch))
    python = {"PYTHONPATH": str(PACKAGE), "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
    python |= {"PYTHONUNBUFFERED": "1"}  # or the last line it said would not be the last in the file
    python |= {"PYTHONUSERBASE": site.getuserbase()}  # HOME leads elsewhere
    names = {"USER": "study", "LOGNAME": "study"}  # what getpass asks, before the list of users, which is out of reach
    return kept | single | folders | python | names | {"LANG": "C.UTF-8", "MPLBACKEND": "agg"}
