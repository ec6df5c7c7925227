"""Failures that were known when a gate was set up: the report shows them, and only new ones fail the gate."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from radaudit.core.errors import PolicyError, Problem
from radaudit.core.finding import Finding, Outcome
from radaudit.core.identity import Identity, identity
from radaudit.core.plain import readable_json
from radaudit.core.report import Report, Result

NUMBERED, OWN = "numbered", "own"


class Entry(BaseModel):
    """A known failure; see `core.identity.Identity`."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    check: str
    code: str
    about: tuple[str, ...] = ()


class BaselineFile(BaseModel):
    """What the file holds; `ids` says whether cases are named as the study does, or numbered."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
    schema_: Literal["radaudit-baseline/1"] = Field("radaudit-baseline/1", alias="schema")
    ids: Literal["numbered", "own"] = NUMBERED
    known: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class Baseline:
    """Known failures.

    Attributes
    ----------
    about
        What the known failures of a check and a code are about.
    """

    about: Mapping[tuple[str, str], frozenset[str]]

    def knows(self, found: Identity) -> bool:
        """Whether nothing in a finding is new: its kind is known, and all that it is about."""
        known = self.about.get((found.check, found.code))
        return known is not None and known >= set(found.about)

    def marked(self, results: tuple[Result, ...]) -> tuple[Result, ...]:
        """The same results with known failures marked."""
        return tuple(
            replace(result, findings=tuple(self._marked(result.check, own) for own in result.findings))
            for result in results
        )

    def _marked(self, check: str, finding: Finding) -> Finding:
        known = finding.outcome is Outcome.FAIL and self.knows(identity(check, finding))
        return replace(finding, known=True) if known else finding

    def mended(self, results: tuple[Result, ...]) -> int:
        """How many kinds of known failures no longer occur, among the checks that gave an answer."""
        answered = {own.check for own in results if own.outcome not in (Outcome.ERROR, Outcome.UNKNOWN)}
        gone = set(self.about) - {(own.check, own.code) for own in failures(results)}
        return sum(check in answered for check, _ in gone)


def failures(results: tuple[Result, ...]) -> Iterator[Identity]:
    """Who failed."""
    for result in results:
        for finding in result.findings:
            if finding.outcome is Outcome.FAIL:
                yield identity(result.check, finding)


def ids_of(report: Report) -> str:
    """How a report names cases."""
    return NUMBERED if "names" in report.study else OWN


def baseline_text(report: Report) -> str:
    """The baseline of a report: every failure in it, as JSON to be kept beside the policy."""
    found: dict[tuple[str, str], set[str]] = {}
    for own in failures(report.results):
        found.setdefault((own.check, own.code), set()).update(own.about)
    known = [{"check": check, "code": code, "about": sorted(about)} for (check, code), about in sorted(found.items())]
    made = {"schema": "radaudit-baseline/1", "ids": ids_of(report), "known": known}
    return readable_json(json.dumps(made, indent=1, ensure_ascii=False)) + "\n"


def load_baseline(path: Path, ids: str) -> Baseline:
    """Read a baseline.

    Parameters
    ----------
    ids
        How the audit names cases: "numbered" or "own".

    Raises
    ------
    PolicyError
        If it can't be read, is no baseline, or names cases in the other way.
    """
    try:
        read = BaselineFile.model_validate_json(path.read_bytes())
    except OSError as fault:
        raise PolicyError(Problem(f"the baseline can't be read: {fault.strerror}", path.name)) from None
    except ValidationError as fault:
        first = fault.errors()[0]
        place = "/".join(map(str, first["loc"])) or "its start"
        message = f"is no baseline: {first['msg']} ({place}); make one with 'radaudit baseline REPORT.json'"
        raise PolicyError(Problem(message, path.name)) from None
    if read.ids != ids:
        how = "with --show-ids" if read.ids == OWN else "without --show-ids"
        raise PolicyError(Problem(f"was made from a report {how}; audit {how}, or make the baseline anew", path.name))
    about: dict[tuple[str, str], frozenset[str]] = {}
    for entry in read.known:
        key = (entry.check, entry.code)
        about[key] = about.get(key, frozenset()) | set(entry.about)
    return Baseline(about)
