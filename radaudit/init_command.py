"""``radaudit init``: a manifest drafted from what a folder holds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from radaudit.core.errors import UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from radaudit.drafting.guess import Draft, Guess

_SHOWN = 160  # signs of a reason; the whole stands in the file


def init(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="The study's folder.", show_default=False)] = Path(
        "."
    ),
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="File to write, in the study's folder.  \\[default: radaudit.yaml]"),
    ] = None,
    data_root: Annotated[
        Path | None,
        typer.Option(help="Folder of the images, inside the study's.  \\[default: they are looked for everywhere]"),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a manifest that is there.")] = False,
) -> None:
    """Look at a study's folder and draft radaudit.yaml: every guess with its reason, the doubtful ones as comments.

    Nothing of the study is run or unpickled, and no link is followed. Start here if the study has no manifest.
    Exit status: 0; 2 if nothing looks like a study, or the file is there already.
    """
    from rich.console import Console

    from radaudit.drafting.make import draft
    from radaudit.output import write_file

    path = _target(folder, out, force)
    with Console(stderr=True).status(f"Looking at {folder} ..."):
        made = draft(folder, overwrite=force, data=data_root)
    write_file(path, made.text)
    _show(made, path, Console())


def _target(folder: Path, out: Path | None, force: bool) -> Path:
    """Where the manifest is written: its paths are relative to it, so it stands in the study's folder."""
    from radaudit.study.load import MANIFEST

    path = folder / (out or MANIFEST) if out is None or out.parent == Path(".") else out
    if folder.is_dir() and path.parent.resolve() != folder.resolve():
        raise UsageError(
            f"--out {out}: a manifest stands in the study's folder, {folder}; its paths are relative to it"
        )
    if path.exists() and not force:
        raise UsageError(f"{path} is there already; --force writes over it, or --out names another file")
    return path


def _show(made: Draft, path: Path, console: Console) -> None:
    from rich.table import Table
    from rich.text import Text

    from radaudit.core.words import counted
    from radaudit.render.text import one_line

    table = Table(box=None, pad_edge=False)
    for heading in ("key", "guess", "", "reason"):
        table.add_column(heading, overflow="fold")
    for own in sorted(made.guesses, key=lambda guess: not guess.live):
        table.add_row(*(Text(one_line(cell), style="" if own.live else "dim") for cell in _cells(own)))
    console.print(table)
    for own in made.tables:
        console.print(Text(f"Put together: {own.path}, from {one_line(own.reason)}"))
    for remark in made.remarks:
        console.print(Text(f"Note: {one_line(remark)}", style="yellow"))
    left = sum(not own.live for own in made.guesses)
    console.print()
    print(f"Manifest: {path}" + (f" ({counted(left, 'doubtful key')} left in it as a comment)" if left else ""))
    print("Read it: a column taken for another one makes findings about nothing. Then:")
    where = path if path.name != "radaudit.yaml" else path.parent
    print(f"  radaudit plan {where}     what an audit would do, and what is missing\n  radaudit audit {where}")


def _cells(own: Guess) -> tuple[str, str, str, str]:
    from radaudit.drafting.manifest_text import flow
    from radaudit.render.text import shortened

    word = own.word if own.live else "not set"
    return own.name, shortened(flow(own.value), _SHOWN), word, shortened(own.reason, _SHOWN)
