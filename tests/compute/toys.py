"""Toy jobs. They stand in a module that worker processes can import, as real jobs do."""

import math
import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from radaudit.compute.digest import FileRef
from radaudit.compute.job import Job
from radaudit.core.errors import JobFailed

STRANGE = {"nan": math.nan, "inf": math.inf, "least": -math.inf, "zero": -0.0, "third": 1 / 3, "tiny": 5e-324}


@dataclass(frozen=True)
class Square(Job):
    number: int

    @property
    def title(self):
        return f"square of {self.number}"

    def run(self):
        return {"square": self.number**2, "pair": (self.number, self.number + 1), **STRANGE}


@dataclass(frozen=True)
class OfFile(Job):
    libraries: ClassVar[tuple[str, ...]] = ("numpy",)

    file: FileRef

    def run(self):
        return {"bytes": len(self.file.path.read_bytes())}


@dataclass(frozen=True)
class Fails(Job):
    """Fails in the way that `how` says."""

    how: str
    number: int = 0

    @property
    def title(self):
        return f"case {self.number}"

    def run(self):
        match self.how:
            case "input":
                raise JobFailed("the mask is empty: no voxel is marked")
            case "passing":
                raise JobFailed("it took longer than a minute", lasting=False)
            case "bug":
                return {"value": {}["a key"]}
            case "memory":
                raise MemoryError
            case "disk":
                return {"text": Path("/nonexistent/folder/case7.nii").read_text()}
            case "unplain":
                return {"value": {1, 2}}
            case "exit":
                os._exit(3)
            case "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            case "kill later":
                time.sleep(1.0)
                os.kill(os.getpid(), signal.SIGKILL)
            case "interrupt":
                raise KeyboardInterrupt
        return {"number": self.number}


@dataclass(frozen=True)
class Slow(Job):
    """Takes a while, and leaves a mark in a diary each time it is really done."""

    number: int
    diary: str
    seconds: float

    def run(self):
        time.sleep(self.seconds)
        with open(self.diary, "a") as diary:
            diary.write(f"{self.number}\n")
        return {"number": self.number}


@dataclass(frozen=True)
class Holds(Job):
    """Has files in its fields, as deep as fields go."""

    files: dict[str, tuple]

    def run(self):
        return {"held": len(self.files)}


@dataclass(frozen=True)
class Together(Job):
    """Done three in a piece; 13 is refused, and 99 ends its process unless it is alone in `run`."""

    most_together: ClassVar[int] = 3

    number: int
    group: str = "a"

    @property
    def shares(self):
        return self.group

    def run(self):
        if self.number == 13:
            raise JobFailed("thirteen")
        return {"number": self.number, "together": 1}

    @classmethod
    def run_together(cls, jobs):
        if any(job.number == 99 for job in jobs):
            raise MemoryError
        refused = JobFailed("thirteen")
        return [refused if job.number == 13 else {"number": job.number, "together": len(jobs)} for job in jobs]
