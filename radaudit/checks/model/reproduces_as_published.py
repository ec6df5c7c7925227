from collections.abc import Iterator, Sequence

from radaudit.core.errors import Unavailable
from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.step import check
from radaudit.environment.installed import Comparison, PackageHere
from radaudit.evidence.claims import AGREES, AssessedClaim

_SATISFIED = {True: "yes", False: "no", None: ""}
_MANY = 4


@check("model/reproduces-as-published", severity=Severity.MINOR, references=("doi:10.3389/fninf.2017.00069",))
def reproduces_as_published(claims: tuple[AssessedClaim, ...], versions_here: Comparison | None) -> Iterator[Finding]:
    """The claims that were re-run come out again in the environment that the study states.

    Two verdicts are told apart. "Today" is what the study's code gives with the versions installed here. "As
    published" is what it gives with the versions that the study states, and can only be said where those installed
    here are among them: of every package that the code imports, and of those that these need and the study states.
    Where they are not, a claim that comes out again is the stronger for it, and one that does not may be a matter of
    versions. How far each claim is off stands in model/claims-reproduced.

    Remedy: state the versions that made the figures; to judge the claims as published, audit in an environment that
    holds them.
    """
    again = [own for own in claims if own.way != "predictions" and own.found is not None]
    if not again:
        raise Unavailable(
            "No claim was re-run, so no environment decided.", "Add 'models[].estimator', and audit with --trust."
        )
    good = sum(own.status in AGREES for own in again)
    today = f"{good} of {len(again)} claims that were re-run reproduce today"
    facts = {"rows": _rows(versions_here), "re-run": len(again), "reproduced today": good}
    if versions_here is None:
        yield unknown(f"{today}; as published can't be told: the study states no versions.", **facts)
        return
    differing, unsaid = versions_here.differing, versions_here.unsaid
    if differing:
        yield unknown(
            f"Claims were re-run with {_here(differing)}; the study states {_stated(differing)}. {today}: what "
            "reproduces here reproduces today, not as published.",
            code="other-versions",
            **facts,
        )
    elif unsaid or not versions_here.deciding:
        names = ", ".join(row.name for row in unsaid[:_MANY]) or "what the code imports"
        yield unknown(f"{today}; as published can't be told: the study states no version of {names}.", **facts)
    elif good == len(again):
        yield passed(f"{today}, and as published: the versions here are among those that the study states.", **facts)
    else:
        yield failed(
            f"{today}, and no more of them as published: the versions here are among those that the study states.",
            code="not-as-published",
            tier=Tier.TESTED,
            where=[own.place for own in again if own.status not in AGREES],
            benign=[
                "where a range is stated, the figures may be of another version in it",
                "what the code needs besides packages: the machine, the number of threads, a random seed",
            ],
            **facts,
        )


def _here(rows: Sequence[PackageHere]) -> str:
    told = [f"{row.by or row.name} {row.here}" if row.here else f"no {row.name}" for row in rows[:_MANY]]
    return ", ".join(told) + (f" and {len(rows) - _MANY} more" if len(rows) > _MANY else "")


def _stated(rows: Sequence[PackageHere]) -> str:
    if len(rows) == 1:
        return rows[0].stated.removeprefix("==")
    told = ", ".join(f"{row.name} {row.stated.removeprefix('==')}" for row in rows[:_MANY])
    return told + (f" and {len(rows) - _MANY} more" if len(rows) > _MANY else "")


def _rows(versions: Comparison | None) -> list[dict]:
    """Those that decide first."""
    rows = sorted(versions.rows if versions else (), key=lambda row: not row.decides)
    return [
        {
            "package": row.name,
            "stated": row.stated,
            "installed here": f"{row.here} ({row.by})" if row.by else row.here,
            "satisfies": _SATISFIED[row.satisfied],
            "used by the code": "imported" if row.imported else "needed" if row.needed else "",
        }
        for row in rows
    ]
