"""What makes a finding the same in two audits: its check, its kind, and what it is about; no figure, no line."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from radaudit.core.finding import Finding

# Columns of evidence tables that say what a row is about. Figures move a little with every change; these do not.
NAMING = (
    "case", "other case", "patient", "other patient", "claim", "model", "feature", "column", "file", "notebook",
    "package", "site", "scanner", "structure", "predicted by", "metric", "set", "flaw", "step", "kind", "item",
)  # fmt: skip


@dataclass(frozen=True, order=True)
class Identity:
    """A finding's identity.

    Attributes
    ----------
    check, code
        Which check, and which kind of finding.
    about
        What its rows are about, sorted, each once; empty where they don't name anything.
    """

    check: str
    code: str
    about: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """Sixteen hexadecimal digits, for formats that want a fingerprint."""
        return hashlib.sha256("\n".join([self.check, self.code, *self.about]).encode()).hexdigest()[:16]


def identity(check: str, finding: Finding) -> Identity:
    """Who a finding of this check is.

    A finding without rows that name anything is told by the files that it points to.
    """
    rows = {
        "; ".join(f"{name} {row[name]}" for name in NAMING if isinstance(row.get(name), str)) for row in finding.rows
    } - {""}
    return Identity(check, finding.code, tuple(sorted(rows or {place.path for place in finding.where})))
