"""One sentence for a whole audit."""

from __future__ import annotations

from collections import Counter

from radaudit.core.finding import Outcome, Severity, Tier
from radaudit.core.report import Result, Verdict
from radaudit.core.words import counted

HOLDS, FAILS, INCOMPLETE = 0, 1, 3  # 2: no audit was performed, so that there is no verdict


def verdict(results: tuple[Result, ...], fail_on: str, shortfalls: tuple[str, ...] = (), mended: int = 0) -> Verdict:
    """Judge the results of all checks.

    Parameters
    ----------
    fail_on
        From which severity on a proved or tested failure fails the gate; "never" for none. Heuristic
        findings warn, whatever their severity.
    shortfalls
        Checklists below what the policy requires, as sentences; any of them fails the gate as well.
    mended
        Kinds of failures that the baseline names and that no longer occur.
    """
    failed = [result for result in results if result.outcome is Outcome.FAIL and not result.waived]
    waived = sum(bool(result.waived) for result in results)
    gating = [result for result in failed if _gates(result, fail_on)]
    counts = Counter(str(result.outcome) for result in results if not result.waived)
    counts = {outcome.value: counts.get(outcome.value, 0) for outcome in Outcome} | {"waived": waived}
    failures = Counter(str(result.severity) for result in failed)
    broken = counts[Outcome.ERROR]
    judged = counts["pass"] + counts["fail"] + counts["waived"]
    if broken or not judged:
        level, code = "incomplete", INCOMPLETE
    elif gating or (shortfalls and fail_on != "never"):
        level, code = "fails", FAILS
    else:
        level, code = ("concerns" if failed else "holds"), HOLDS
    return Verdict(
        level=level,
        sentence=" ".join([_sentence(level, failed, counts, broken), *shortfalls, *_mended(mended)]),
        counts=counts,
        failures={severity.value: failures.get(severity.value, 0) for severity in reversed(Severity)},
        fail_on=fail_on,
        exit_code=code,
    )


def _mended(kinds: int) -> list[str]:
    if not kinds:
        return []
    occur = "occurs" if kinds == 1 else "occur"
    return [f"{counted(kinds, 'kind')} of failure in the baseline no longer {occur}: make it anew."]


def _gates(result: Result, fail_on: str) -> bool:
    if fail_on == "never":
        return False
    return any(
        finding.outcome is Outcome.FAIL
        and finding.tier is not Tier.HEURISTIC
        and not finding.known
        and (finding.severity or result.severity) >= Severity(fail_on)
        for finding in result.findings
    )


def _sentence(level: str, failed: list[Result], counts: dict[str, int], broken: int) -> str:
    judged = counts["pass"] + counts["fail"] + counts["waived"]
    open_ = counts["unknown"]
    rest = f"; {counts['waived']} of the failures are waived" if counts["waived"] else ""
    known = sum(all(own.known for own in result.findings if own.outcome is Outcome.FAIL) for result in failed)
    rest += f"; {known} of the failures are known from the baseline" if known else ""
    rest += f"; {open_} could not be assessed with what the study gives" if open_ else ""
    if broken:
        return f"The audit is incomplete: {broken} checks broke, so nothing is promised about the study."
    if not judged:
        return f"Nothing could be assessed: the study gives too little for any of {open_} checks."
    if not failed:
        found = "No fault was found in" if not counts["waived"] else "No fault counts in"
        return f"{found} {judged} checks{rest}."
    worst = max(failed, key=lambda result: result.severity.rank).severity
    number = sum(result.severity is worst for result in failed)
    kinds = f"{len(failed)} of {judged} checks fail, {number} of them {worst}"
    if level == "concerns" and worst >= Severity.MAJOR:  # heuristic, or let through by a lax gate
        return f"Nothing fails the gate, but {kinds}{rest}."
    if level == "concerns":
        holds = "What could be assessed holds" if open_ else "The study holds"
        return f"{holds}, with remarks: {kinds}{rest}."
    return f"The study does not hold as it stands: {kinds}{rest}."
