"""One thing that speaks for or against a claim: an answer of a check, or what the manifest gives."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from radaudit.study.manifest import Names, Part


class Clause(Part):
    """One answer of one check, or one entry of the manifest.

    Attributes
    ----------
    check
        ``family/slug``.
    outcome
        What the check as a whole must have found.
    code
        Codes of findings, or globs over them; one of the check's findings must carry one. None: any finding will do.
    declares
        Keys of the manifest, as ``stability.readers`` or ``claims.metric``; lists are looked through. The entry must be
        there.
    among
        The entry must be one of these.
    at_least, at_most
        How many different values: of the entries, or, where the key names a column of the cohort table, in that column.
    absent
        The entry must not be there.
    also
        Clauses that must hold as well.
    hint
        A finding of tier "heuristic" will do: the item asks for the very thing that is seen, not for why.
    lenient, strict
        Counts in the lenient, or in the strict, reading of the instrument only.
    """

    check: str | None = Field(None, pattern=r"^[a-z][a-z0-9_]*/[a-z0-9]+(-[a-z0-9]+)*$")
    outcome: Literal["pass", "fail"] | None = None
    code: Names = Field(default_factory=list)
    declares: str | None = Field(None, pattern=r"^[a-z_]+(\.[a-z_]+)*$")
    among: Names = Field(default_factory=list)
    at_least: int | None = Field(None, ge=1)
    at_most: int | None = Field(None, ge=1)
    absent: bool = False
    also: tuple[Clause, ...] = ()
    hint: bool = False
    lenient: bool = False
    strict: bool = False

    @model_validator(mode="after")
    def _one_source(self):
        if (self.check is None) == (self.declares is None):
            raise ValueError("needs 'check' or 'declares', one of the two")
        if (self.check is None) != (self.outcome is None):
            raise ValueError("needs 'outcome' with 'check', and with 'check' alone")
        if self.check and (self.among or self.at_least or self.at_most or self.absent):
            raise ValueError("'among', 'at_least', 'at_most' and 'absent' go with 'declares'")
        if self.absent and (self.among or self.at_least or self.at_most):
            raise ValueError("'absent' stands alone: of what is not there, nothing can be counted")
        if self.lenient and self.strict:
            raise ValueError("can't count in the lenient reading only and in the strict reading only")
        return self

    @property
    def checks(self) -> frozenset[str]:
        """Names of the checks that it asks, those of ``also`` among them."""
        own = frozenset({self.check}) if self.check else frozenset()
        return own.union(*(clause.checks for clause in self.also))

    @property
    def declarations(self) -> frozenset[str]:
        """Keys of the manifest that it asks for, those of ``also`` among them."""
        own = frozenset({self.declares}) if self.declares else frozenset()
        return own.union(*(clause.declarations for clause in self.also))
