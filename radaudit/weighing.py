"""How much a failure matters: by what its flaw was worth, where that was measured."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from radaudit.core.finding import Finding, Outcome, Severity
from radaudit.core.report import Result
from radaudit.core.step import Step
from radaudit.core.words import counted
from radaudit.evidence.flaws import Flaw
from radaudit.evidence.matters import STEP_OF, WITH_OUTCOME
from radaudit.evidence.waterfalls import Cost, Waterfall

WEIGHS = "model/claims-hold-without-leaks"
MATERIAL = 0.02  # as that check's option, where it did not run
SHOWN = 1  # claims in the sentence; the value `worth` holds all
# Findings of these checks that a flaw of rows is about; their other findings are about something else.
CODES = {
    "leakage/patient-overlap": "shared-patient",
    "leakage/identical-images": "shared-image",
    "leakage/duplicate-rows": "shared-row",
    "leakage/near-duplicate-images": "near-duplicate",
    "leakage/rows-are-measured": "synthetic-rows",
}
BY_KIND = ("code/steps-fitted-inside-training", "leakage/recorded-steps-stay-in-training")
SIDE_BY_SIDE = "leakage/voices-agree"


@dataclass(frozen=True)
class Worth:
    """What a flaw was worth in one claimed figure."""

    own: Waterfall
    cost: Cost

    @property
    def words(self) -> str:
        """``0.00 to 0.01 in AUC (claim auc-test)``."""
        gauge, worth = self.own.figure.gauge, self.cost.worth
        return f"{gauge.text(worth.low)} to {gauge.text(worth.high)} in {gauge.name} (claim {self.own.figure.id})"

    @property
    def most(self) -> float:
        """Upper end of its interval, in steps that make measures comparable."""
        return self.cost.worth.high / self.own.figure.gauge.step

    def at_least(self, material: float) -> bool:
        """Whether it was worth as much, by the lower end of its interval."""
        return self.cost.worth.low >= material * self.own.figure.gauge.step

    def less_than(self, material: float) -> bool:
        """Whether it was worth less, by the upper end of its interval."""
        return self.cost.worth.high < material * self.own.figure.gauge.step


def weighed(
    results: tuple[Result, ...], steps: Mapping[str, Step], waterfalls: Sequence[Waterfall] | None
) -> tuple[Result, ...]:
    """The results with what each flaw was worth said in the findings that are about it, and their severity by that.

    A finding is major at least where its flaw was worth a material difference in one claimed figure, by the lower end
    of the interval; it weighs one word less where it was worth less in every one, by the upper end. No more than one:
    the intervals are of the scored patients, and say nothing of other training sets. What is only suspected is said,
    and changes no severity.

    Parameters
    ----------
    results
        Of all checks.
    steps
        The checks, by name.
    waterfalls
        None where nothing was measured.
    """
    measured = [own for own in waterfalls or () if not own.problem]
    if not any(own.costs or own.suspicions for own in measured):
        return results
    options = next((own.options for own in results if own.check == WEIGHS), {})
    material = float(options.get("material", MATERIAL))
    return tuple(_weighed(own, steps[own.check].severity, measured, material) for own in results)


def _weighed(result: Result, usual: Severity, measured: Sequence[Waterfall], material: float) -> Result:
    findings = tuple(_with_worth(own, result.check, usual, measured, material) for own in result.findings)
    if findings == result.findings:
        return result
    failing = [own.severity or usual for own in findings if own.outcome is Outcome.FAIL]
    return replace(result, findings=findings, severity=max(failing, key=lambda own: own.rank))


def _with_worth(
    finding: Finding, check: str, usual: Severity, measured: Sequence[Waterfall], material: float
) -> Finding:
    found = (
        sorted(_worths(finding, check, measured), key=lambda own: -own.most) if finding.outcome is Outcome.FAIL else []
    )
    if not found:
        return finding
    before = finding.severity or usual
    after = by_worth(before, [own for own in found if not own.cost.flaw.suspected], material)
    words = ", ".join(own.words for own in found[:SHOWN])
    would = "Would be worth" if all(own.cost.flaw.suspected for own in found) else "Worth"
    more = f"; {counted(len(found) - SHOWN, 'other figure')} below" if len(found) > SHOWN else ""
    changed = {"severity_by_published_cost": before.value} if after is not before else {}
    return replace(
        finding,
        message=f"{finding.message} {would} {words}{more}.",
        severity=after if changed else finding.severity,
        values={**finding.values, "worth": "; ".join(own.words for own in found), **changed},
    )


def by_worth(severity: Severity, found: Sequence[Worth], material: float) -> Severity:
    """The severity of a finding whose flaw was measured; unchanged where it was not, or can't be told."""
    if any(own.at_least(material) for own in found):
        return max(severity, Severity.MAJOR, key=lambda own: own.rank)
    if found and all(own.less_than(material) for own in found):
        return list(Severity)[max(0, severity.rank - 1)]
    return severity


def _worths(finding: Finding, check: str, measured: Sequence[Waterfall]) -> Iterator[Worth]:
    for own in measured:
        costs = (*own.costs, *own.suspicions)
        apart = any(cost.flaw.name == WITH_OUTCOME for cost in costs)
        for cost in costs:
            if _is_about(finding, check, cost.flaw, own.figure.model, apart):
                yield Worth(own, cost)


def _is_about(finding: Finding, check: str, flaw: Flaw, model: str, apart: bool) -> bool:
    if check == SIDE_BY_SIDE:
        told = [row for row in finding.rows if row.get("agree") == "no"]
        return any((row.get("model"), _flaw_of(str(row.get("step")), apart)) == (model, flaw.name) for row in told)
    if check not in flaw.checks:
        return False
    if check in BY_KIND:
        return _flaw_of(STEP_OF.get(finding.code, ""), apart) == flaw.name
    return finding.code == CODES.get(check, finding.code)


def _flaw_of(step: str, apart: bool) -> str:
    """The flaw that a step is taken out as; `apart`: the outcome in harmonisation is taken out by itself."""
    return "harmonisation" if step == WITH_OUTCOME and not apart else step
