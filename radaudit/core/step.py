"""Evidence and checks: plain functions whose signature is their declaration."""

from __future__ import annotations

import inspect
import re
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from radaudit.core.finding import Severity
from radaudit.core.registry import plugin


@dataclass(frozen=True)
class Text:
    """What a docstring says: a title, why it matters, and the remedy."""

    title: str
    rationale: str
    remedy: str

    @classmethod
    def of(cls, function: Callable) -> Text:
        paragraphs = re.split(r"\n\s*\n", inspect.getdoc(function) or "")
        flat = [" ".join(paragraph.split()) for paragraph in paragraphs if paragraph.strip()]
        title, body = (flat[0], flat[1:]) if flat else ("", [])
        remedy = [text.removeprefix("Remedy:").strip() for text in body if text.startswith("Remedy:")]
        rationale = [text for text in body if not text.startswith("Remedy:")]
        return cls(title, "\n\n".join(rationale), " ".join(remedy))


@dataclass(frozen=True)
class Step:
    """A function that takes evidence and gives evidence or findings.

    Attributes
    ----------
    name
        Of an evidence: the function's name. Of a check: ``family/slug``, its place in the tree.
    function
        Positional parameters name the evidence it needs, keyword-only ones are its options.
    severity, references
        Of a check: how much its failure matters, and the sources of its reasoning.
    about
        Of a check: whether it judges the study, or the machine that the audit runs on.
    """

    name: str
    function: Callable
    severity: Severity | None = None
    references: tuple[str, ...] = ()
    about: Literal["study", "machine"] = "study"

    @cached_property
    def needs(self) -> tuple[str, ...]:
        """Names of the evidence it takes."""
        return tuple(p.name for p in self._parameters if p.kind is not inspect.Parameter.KEYWORD_ONLY)

    @cached_property
    def options(self) -> Mapping[str, object]:
        """Its options with their defaults."""
        return {p.name: p.default for p in self._parameters if p.kind is inspect.Parameter.KEYWORD_ONLY}

    @cached_property
    def optional(self) -> frozenset[str]:
        """Evidence that it can do without: annotated ``X | None``, and None where the study doesn't give it."""
        return frozenset(name for name in self.needs if type(None) in typing.get_args(self.hints.get(name)))

    @cached_property
    def hints(self) -> Mapping[str, object]:
        """Types of its parameters and of what it gives (under ``return``)."""
        return typing.get_type_hints(self.function)

    @cached_property
    def text(self) -> Text:
        return Text.of(self.function)

    @property
    def family(self) -> str:
        return self.name.partition("/")[0]

    @property
    def _parameters(self) -> tuple[inspect.Parameter, ...]:
        return tuple(inspect.signature(self.function).parameters.values())


def evidence(function: Callable) -> Callable:
    """Mark a function as the maker of the evidence that carries its name."""
    return plugin("evidence", function.__name__, Step(function.__name__, function))(function)


def check(
    name: str, severity: Severity, references: tuple[str, ...] = (), about: Literal["study", "machine"] = "study"
) -> Callable[[Callable], Callable]:
    """Mark a generator of findings as the check of this name."""

    def mark(function: Callable) -> Callable:
        return plugin("check", name, Step(name, function, severity, references, about))(function)

    return mark
