"""One page a family: what each check asks, why, how sure it is, what it needs, and where it can be seen at work."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from functools import cache
from pathlib import Path

import yaml

import radaudit
from radaudit.auditing import checks
from radaudit.checklists.instrument import instruments, load_instrument
from radaudit.core.step import Step
from radaudit.resources import shipped
from radaudit.samples import sample_names

from .checklists import named
from .failures import Failures, failures
from .markdown import check_anchor, check_link, code, fields, paragraphs, reference, shown, table

BARE = "schema: radaudit/1\nstudy: {title: Bare, task: binary}\ncohort: {table: cohort.csv, case: case}\n"
INTRODUCTION = """\
Every check is a question about a study; its title is the sentence that is true when it passes. How outcomes, severity
and sureness are meant is told in [What a verdict means](../verdict.md). `radaudit explain NAME` says the same as these
pages. Options are set in a policy: `options: {{NAME: {{OPTION: VALUE}}}}`.

{count} checks in {families} families.
"""


def pages() -> dict[str, str]:
    families = defaultdict(list)
    for step in checks().values():
        families[step.family].append(step)
    made = {f"checks/{family}.md": _family(family, steps) for family, steps in families.items()}
    return made | {"checks.md": _overview(families)}


def _overview(families: dict[str, list[Step]]) -> str:
    count = sum(map(len, families.values()))
    parts = ["# Checks", INTRODUCTION.format(count=count, families=len(families))]
    parts += ["```{toctree}\n:hidden:\n:glob:\n\nchecks/*\n```"]
    for family, steps in families.items():
        rows = [[check_link(step.name), str(step.severity), shown(step.text.title)] for step in steps]
        parts += [f"## {family}", table(["check", "severity", "true when it passes"], rows)]
    return "\n\n".join(parts) + "\n"


def _family(family: str, steps: list[Step]) -> str:
    return "\n\n".join([f"# {family}", *map(_told, steps)]) + "\n"


def _told(step: Step) -> str:
    found = failures(step)
    facts = fields(
        [
            ("Severity", str(step.severity)),
            ("How sure a failure is", ", ".join(found.tiers)),
            ("Options", ", ".join(f"{code(name)} = {code(value)}" for name, value in step.options.items())),
            ("Without more than a cohort table", shown(_lacks().get(step.name, ""))),
            ("Codes of its failures", _all_codes(step.name, found)),
            ("Innocent explanations", shown("; ".join(found.benign))),
            ("Remedy", shown(step.text.remedy)),
            ("Asked for by", shown(", ".join(_askers().get(step.name, ())))),
            ("Seen in sample studies", _seen(step.name)),
            ("Sources", ", ".join(map(reference, step.references))),
        ]
    )
    head = [f"({check_anchor(step.name)})=", f"## {step.name}", "", f"*{shown(step.text.title)}*"]
    return "\n\n".join(["\n".join(head), paragraphs(step.text.rationale), facts])


@cache
def _lacks() -> dict[str, str]:
    """What a study that is no more than a table of cases lacks for each check, as `radaudit plan` says it."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "cohort.csv").write_text("case\n1\n2\n")
        (Path(folder) / "radaudit.yaml").write_text(BARE)
        prospects = radaudit.plan(folder, timing=False, store=Path(folder) / "store").checks
    told = {own.check: " ".join(f"{lack.reason} {lack.add}" for lack in own.lacks) or own.reason for own in prospects}
    return {check: text.strip() for check, text in told.items()}


@cache
def _askers() -> dict[str, list[str]]:
    """Which items of which checklists ask a check."""
    asked = defaultdict(list)
    for instrument in map(load_instrument, instruments()):
        for item in instrument.items:
            for check in sorted(frozenset().union(*(clause.checks for clause in item.clauses))):
                asked[check].append(f"{named(instrument)}, item {item.number}")
    return asked


@cache
def _expected() -> dict[str, dict[str, dict]]:
    """What is expected of every check in every sample study."""
    files = {name: shipped("sample_studies") / name / "expected.yaml" for name in sample_names()}
    return {name: yaml.safe_load(path.read_text(encoding="utf-8"))["checks"] for name, path in files.items()}


def _all_codes(check: str, found: Failures) -> str:
    """Those that stand in the code, and those that the sample studies show."""
    shown_there = {one for answers in _expected().values() for one in answers.get(check, {}).get("codes", ())}
    return ", ".join([*map(code, sorted({*found.codes, *shown_there})), *["others"] * found.more_codes])


def _seen(check: str) -> str:
    places = {
        word: [code(name) for name, answers in _expected().items() if answers.get(check, {}).get("outcome") == outcome]
        for word, outcome in (("fails in", "fail"), ("passes in", "pass"))
    }
    return "; ".join(f"{word} {', '.join(names)}" for word, names in places.items() if names)
