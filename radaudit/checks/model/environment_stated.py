import re
from collections.abc import Iterator

from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.environment.distributions import PROVIDERS, providers
from radaudit.environment.installed import meets
from radaudit.environment.stated import Remark, Stated, Statement, shown
from radaudit.evidence.environment import StatedEnvironment
from radaudit.evidence.reported import FeatureTable
from radaudit.features.configuration import recorded_versions

_WORDS = {"exact": "one version", "bounded": "a range", "open": "a bound on one side", "none": "no version"}
_RELEASE = re.compile(r"v?[1-9]\d*(?:\.\d+)+")  # a checkout notes others, such as 3.0.1.post15+g2791e23 or 0+unknown
_MANY = 6  # names in a sentence; the rows hold all


@check("model/environment-stated", severity=Severity.MINOR, references=("doi:10.1371/journal.pcbi.1003285",))
def environment_stated(environment: StatedEnvironment, reported: FeatureTable | None) -> Iterator[Finding]:
    """The study states, with versions, every package that its code imports.

    A random forest of another release of scikit-learn is another forest, and other releases of pyradiomics define
    some features otherwise. Without the versions nobody can tell whether a figure that does not come out again was
    wrong, or was made with something else. A package counts as pinned if one version of it is stated, or a range
    that ends on both sides; a lock file pins everything.

    Remedy: write the versions down where the figures were made (pip freeze, conda env export, uv lock), Python's own
    among them, and ship the file; name it in 'code.requirements'.
    """
    statement = environment.statement
    if statement is None:
        yield _nothing(environment)
        return
    findings = [
        *_unstated(environment, statement),
        *_unpinned(statement),
        *_python(statement),
        *_remarks(statement),
        *_extractor(statement, reported),
    ]
    yield from findings
    if not findings:
        yield _summary(environment, statement)
    if environment.imports.unreadable:
        files = environment.imports.unreadable
        yield _unread(files) if not findings else _unread(files, Severity.NOTE)


def _nothing(environment: StatedEnvironment) -> Finding:
    modules = environment.imports.modules
    if not modules:
        return unknown("The study states no requirements, and no package that its code imports could be found.")
    return failed(
        f"The study states no requirements; its code imports {_listed(list(modules))}.",
        code="nothing-stated",
        where=list(modules.values())[:_MANY],
        rows=[{"imports": name, "package": providers(name)[0], "in": place.path} for name, place in modules.items()],
        benign=["they stand in the paper, or in a file that does not belong to the study's folder"],
        packages=len(modules),
    )


def _unstated(environment: StatedEnvironment, statement: Statement) -> Iterator[Finding]:
    imports = environment.imports
    missing = {
        name: imports.modules[name]
        for name, key in environment.givers.items()
        if key is None and name not in imports.optional
    }
    if not missing:
        return
    sure = any(name in PROVIDERS or name in _PLAIN for name in missing)
    yield failed(
        f"The code imports {_listed(list(missing))}, which {statement.path} does not state.",
        code="import-not-stated",
        tier=Tier.PROVED if sure else Tier.HEURISTIC,
        where=missing.values(),
        rows=[{"imports": name, "package": providers(name)[0], "in": own.path} for name, own in missing.items()],
        benign=[
            "it comes with another package that is stated (numpy with scikit-learn), in whatever version",
            "a module of the authors' own that is not part of the study's folder",
        ],
        unstated=len(missing),
    )


# Packages of the field whose import has the package's name, so that a missing one is not a matter of spelling.
_PLAIN = frozenset(
    (
        "catboost",
        "joblib",
        "lifelines",
        "lightgbm",
        "matplotlib",
        "monai",
        "nibabel",
        "numpy",
        "pandas",
        "pingouin",
        "pydicom",
        "scipy",
        "seaborn",
        "shap",
        "statsmodels",
        "torch",
        "torchvision",
        "tqdm",
    )
)


def _unpinned(statement: Statement) -> Iterator[Finding]:
    pins = {key: statement.pin(key) for key in statement.needed}
    loose = {key: pin for key, pin in pins.items() if pin in ("open", "none")}
    if not loose:
        return
    free = sum(pin == "none" for pin in loose.values())
    one_sided = f", {len(loose) - free} with a bound on one side only" if len(loose) > free else ""
    yield failed(
        f"{counted(len(loose), 'package')} of {len(pins)} in {statement.path} can be of any later release: "
        f"{free} without a version{one_sided}.",
        code="unpinned",
        where=[statement.needed[key][0].place for key in loose],
        rows=[_row(statement.needed[key][0], statement.pin(key)) for key in loose],
        benign=["a package that is stated but not used changes no figure"],
        unpinned=len(loose),
        packages=len(pins),
    )


def _python(statement: Statement) -> Iterator[Finding]:
    if not statement.python:
        yield failed(
            f"{statement.path} states packages, but no file states the version of Python.",
            code="python-not-stated",
            severity=Severity.NOTE,
            benign=["it stands in the paper or in a README"],
        )


def _remarks(statement: Statement) -> Iterator[Finding]:
    for kind, code, told in (
        ("unreadable", "unreadable-lines", "that could not be read as requirements"),
        ("one machine", "paths-of-one-machine", "that point to a path of the authors' computer"),
    ):
        own = [remark for remark in statement.remarks if remark.kind == kind]
        if own:
            yield failed(
                f"{counted(len(own), 'line')} of {own[0].place.path} {told}: nobody else can install from it as it is."
                if kind == "one machine"
                else f"{counted(len(own), 'line')} {told}. {own[0].message}",
                code=code,
                severity=Severity.NOTE if kind == "unreadable" else None,
                where=[remark.place for remark in own],
                rows=[_remark_row(remark) for remark in own],
                benign=["pip freeze writes such paths for packages that conda had installed"]
                if kind == "one machine"
                else ["an installer may know words that radaudit does not"],
            )


def _extractor(statement: Statement, reported: FeatureTable | None) -> Iterator[Finding]:
    """The pyradiomics that is stated against the one that the feature table notes."""
    lines = [own for key in providers("radiomics") for own in statement.needed.get(key, ()) if str(own.specifier)]
    versions = recorded_versions(reported.diagnostics) if reported and lines else []
    noted = [text.lstrip("v") for text in versions if _RELEASE.fullmatch(text)]
    strange = [text for text in noted if not any(meets(own.specifier, text) for own in lines)]
    if strange:
        yield failed(
            f"The study states {lines[0].name} {lines[0].versions}, but its feature table notes that pyradiomics "
            f"{_listed(strange)} made it.",
            code="not-the-noted-pyradiomics",
            where=[own.place for own in lines],
            rows=[{"package": own.name, "stated": own.versions, "noted": ", ".join(noted)} for own in lines],
            benign=["features were extracted in another environment than the models were fitted in"],
        )


def _summary(environment: StatedEnvironment, statement: Statement) -> Finding:
    used = {key for key in environment.givers.values() if key}
    unused = [lines[0].name for key, lines in statement.needed.items() if key not in used]
    kinds = [statement.pin(key) for key in statement.needed]
    text = (
        f"{statement.path} ({statement.how}) states {counted(len(kinds), 'package')}: {kinds.count('exact')} in one "
        f"version, {kinds.count('bounded')} in a range."
    )
    if unused:
        text += f" {_listed(unused)} {'is' if len(unused) == 1 else 'are'} stated but not imported."
    if statement.remarks:
        text += f" {counted(len(statement.remarks), 'line')} named other places to install from; none was followed."
    return passed(
        text,
        rows=[_row(lines[0], statement.pin(key), key in used) for key, lines in statement.needed.items()],
        where=[own.place for own in statement.python],
        python=", ".join(shown(own.specifier) for own in statement.python),
        locks=", ".join(statement.locks),
        also=", ".join(statement.others),
    )


def _unread(files: tuple[str, ...], severity: Severity | None = None) -> Finding:
    text = f"{counted(len(files), 'file')} of the code could not be read as Python: {_listed(list(files))}."
    if severity is None:
        return unknown(f"{text} What it imports is not known.")
    return unknown(text, severity=severity)


def _row(own: Stated, pin: str, used: bool | None = None) -> dict:
    row = {"package": own.name, "stated": own.versions, "that is": _WORDS[pin]}
    if used is not None:
        row["imported"] = "yes" if used else "no"
    return row | {"file": own.place.path, "line": own.place.line}


def _remark_row(own: Remark) -> dict:
    return {"line": own.place.line, "file": own.place.path, "remark": own.message}


def _listed(names: list[str]) -> str:
    shown = names[:_MANY]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")
