from collections.abc import Iterator

from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.environment.contradictions import Contradiction
from radaudit.environment.resolve import Resolution
from radaudit.environment.stated import Stated, shown
from radaudit.evidence.environment import Installable

_ONLINE = "Audit with --online: the names and versions of the requirements then go to a package index."


@check("model/environment-resolves", severity=Severity.MAJOR, references=("doi:10.1109/MSR.2019.00077",))
def environment_resolves(installable: Installable) -> Iterator[Finding]:
    """The stated requirements can be installed together.

    Versions that exclude each other, that no longer exist, or that no Python can have at once give an environment
    which nobody can set up, and which cannot have made the figures. Lines about one package are held against each
    other. An environment that meets everything proves that there is one: that of radaudit itself will do. Otherwise
    a package index is asked, with the auditor's leave, by uv: nothing is installed, no package is built, and other
    indexes, repositories and paths that the files name are not followed.

    Remedy: make a new environment from the file, run the code in it, and write down the versions that worked.
    """
    for own in installable.contradictions:
        yield _contradiction(own)
    if installable.contradictions:
        return
    if installable.answer is not None and installable.answer.status != "no answer":
        yield _answered(installable, installable.answer)
    elif installable.here:
        yield passed("The environment that radaudit runs in meets all of the stated requirements.")
    elif installable.answer is not None:
        yield unknown(f"No package index gave an answer: {installable.answer.reason}.", day=installable.day)
    else:
        yield unknown(installable.why_not, code="not-resolved", **({"add": _ONLINE} if installable.offline else {}))


def _contradiction(own: Contradiction) -> Finding:
    said = " and ".join(dict.fromkeys(shown(line.specifier) for line in own.lines if str(line.specifier)))
    return failed(
        f"{own.package} is stated as {said}: no version is both.",
        code="contradictory-pins",
        where=[line.place for line in own.lines],
        rows=[
            {
                "package": line.name if isinstance(line, Stated) else own.package,
                "stated": shown(line.specifier),
                "file": line.place.path,
                "line": line.place.line,
            }
            for line in own.lines
        ],
        benign=["lines for two machines or two steps of the work, which were never meant to be installed together"],
    )


def _answered(installable: Installable, answer: Resolution) -> Finding:
    facts = {"day": installable.day, "python": answer.python, "requirements asked about": installable.asked}
    left = f" {counted(len(installable.unasked), 'requirement')} could not be asked about." * bool(installable.unasked)
    rows = [{"package": name, "version": version} for name, version in answer.versions.items()]
    if answer.status == "resolved":
        text = f"On {installable.day} the package index had {counted(len(rows), 'package')} for Python {answer.python}"
        if installable.unasked:
            return unknown(f"{text} that meet the part it could be asked about.{left}", rows=rows, **facts)
        return passed(f"{text} that meet all requirements together.", rows=rows, **facts)
    if answer.status == "needs a build":
        names = ", ".join(answer.builds)
        rest = " All others can be met together." if rows else ""
        return unknown(
            f"{names} would have to be built from source, which runs code; radaudit does not do it.{rest}{left}",
            code="needs-a-build",
            rows=rows,
            **facts,
        )
    return failed(
        f"On {installable.day} no set of packages met the requirements (Python {answer.python}): {answer.reason}",
        code="unsatisfiable",
        tier=Tier.TESTED,
        benign=[
            "the auditor's package index does not hold what the authors' did",
            "the authors installed on another kind of machine, or from a channel of conda",
        ],
        **facts,
    )
