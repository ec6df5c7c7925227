from collections.abc import Iterator

from radaudit.core.errors import NotApplicable
from radaudit.core.finding import Finding, Location, Severity, failed, passed, unknown
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.reported import FeatureTable
from radaudit.features.configuration import recorded_versions
from radaudit.features.names import parse_name
from radaudit.features.settings import Settings
from radaudit.features.versions.parameters import newest_key, old_words
from radaudit.features.versions.release import release_of, written
from radaudit.features.versions.table import Origin, clues, newest_possible

MOST_ROWS = 500


@check("features/one-release", severity=Severity.MAJOR, references=("doi:10.1158/0008-5472.CAN-17-0339",))
def one_release(reported: FeatureTable, settings: Settings | None) -> Iterator[Finding]:
    """The feature table's columns, its notes and the declared parameters can be of one release of pyradiomics.

    Releases rename features (Volume became VoxelVolume and MeshVolume in 2.1), redefine them, and bring new ones and
    new parameters. Columns that no single release writes were put together from several extractions or renamed by
    hand; a release in the notes that does not write the columns beside it, or that does not know the declared
    parameters, is not the one that made the table.

    Remedy: extract the whole table with one release, name it in the paper, and keep the diagnostics_* columns.
    """
    if not any(parse_name(name) for name in reported.names):
        raise NotApplicable("No column has a name of pyradiomics.")
    findings = [own for name, part in reported.parts().items() for own in _columns(name, part)]
    findings += _parameters(reported, settings) if settings else []
    yield from findings
    if not findings:
        yield _agreement(reported)


def _columns(name: str, part: FeatureTable) -> Iterator[Finding]:
    """What the columns of one extraction say against each other, and against the release that it notes."""
    start = f"{name}: " if name else ""
    columns = [*part.names, *part.diagnostics]
    if part.origin.contradictory:
        yield failed(
            f"{start}No release of pyradiomics writes all of these columns: {part.origin.since} is written since "
            f"{written(part.origin.earliest)}, {part.origin.until} only before {written(part.origin.before)}.",
            code="columns-of-two-releases",
            rows=_rows(columns, part.origin),
            benign=["columns renamed on purpose, to those of an earlier study"],
        )
        return
    for version in recorded_versions(part.diagnostics):
        release = release_of(version)
        if release and not part.origin.allows(release):
            yield failed(
                f"{start}The table notes pyradiomics {version}, but its columns are those of {part.origin.words}.",
                code="not-the-noted-release",
                rows=_rows(columns, part.origin),
                benign=["a build between two releases, which carries the number of the last one"],
            )


def _rows(columns: list[str], origin: Origin) -> list[dict]:
    """The features that only some releases write, and the notes that decide."""
    bounded = [own for own in clues(columns) if parse_name(own.column) or own.column in (origin.since, origin.until)]
    return [
        {
            "feature": own.column,
            "written since": written(own.since) if own.since else "the first release",
            "no longer since": written(own.until) if own.until else "",
        }
        for own in sorted(bounded, key=lambda own: own.until is None)[:MOST_ROWS]
    ]


def _parameters(reported: FeatureTable, settings: Settings) -> Iterator[Finding]:
    place = [Location(settings.path)] if settings.path else []
    newest = newest_possible(recorded_versions(reported.diagnostics), [*reported.names, *reported.diagnostics])
    key = newest_key(settings.parameters)
    if key and newest and key[1] > newest:
        yield failed(
            f"The declared parameters hold {key[0]}, which came with pyradiomics {written(key[1])}; "
            "the table was made with an older release.",
            code="parameters-newer-than-table",
            where=place,
            benign=["parameters that were written down again for a newer release, with the same meaning"],
        )
    words = old_words(settings.parameters)
    if words:
        yield failed(
            f"The parameters hold {counted(len(words), 'word')} of older releases: "
            + "; ".join(own.sentence for own in words)
            + ".",
            code="words-of-older-releases",
            where=place,
            severity=Severity.NOTE,
            rows=[{"in": "/".join(own.keys), "what": own.sentence} for own in words],
        )


def _agreement(reported: FeatureTable) -> Finding:
    versions, origin = recorded_versions(reported.diagnostics), reported.origin
    if versions:
        return passed(
            f"The table notes pyradiomics {', '.join(versions)}, and its columns are those of {origin.words}.",
            releases=", ".join(versions),
        )
    if origin.earliest or origin.before:
        return passed(f"The columns can be of one release of pyradiomics: {origin.words}.", releases=origin.words)
    return unknown(
        "The columns are those of any release of pyradiomics, and no column notes which one it was.",
        code="no-release",
        add="Keep the diagnostics_* columns that pyradiomics writes beside the features.",
    )
