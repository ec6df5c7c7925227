"""Results on disk, by content address, as readable JSON."""

from __future__ import annotations

import dataclasses
import json
import os
import tempfile
from pathlib import Path

from radaudit.compute.job import Failure, Job


class Store:
    """A folder of results.

    A result appears whole or not at all, so a killed run leaves nothing half-written.
    """

    def __init__(self, folder: Path):
        self.folder = folder

    def path(self, job: Job) -> Path:
        return self.folder / type(job).__name__.lower() / job.key[:2] / f"{job.key}.json"

    def get(self, job: Job) -> dict | Failure | None:
        """The stored result, or None. A file that can't be read counts as not there."""
        try:
            stored = json.loads(self.path(job).read_bytes())
            return Failure(**stored["failure"]) if "failure" in stored else stored["result"]
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, job: Job, result: dict | Failure) -> None:
        """Store a result, or a failure that the input itself makes certain."""
        if isinstance(result, Failure):
            content = {"failure": dataclasses.asdict(result)}
        else:
            content = {"result": result}
        path = self.path(job)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
        try:
            with os.fdopen(handle, "w") as stream:
                json.dump({"job": type(job).__name__, "title": job.title, **content}, stream)
            os.replace(name, path)
        except BaseException:
            os.unlink(name)
            raise
