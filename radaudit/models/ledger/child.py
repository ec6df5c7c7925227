"""The study's process: runs its script with everything noted. Run as a program, with a request's path as argument.

What it writes is the study's word as much as radaudit's: the script runs in the same process and may change it. It is
read as a stranger's (`entries`).
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

from radaudit.models.ledger import recorder
from radaudit.models.ledger.book import Book
from radaudit.models.ledger.loading import StudysModules, run_script
from radaudit.models.ledger.request import Request, cells_of, read_request
from radaudit.models.ledger.watching import Watch
from radaudit.models.ledger.written import note_written


def main(request: Request) -> None:
    """Run the script as ``python script`` or ``python -m module`` does; the working folder is the study's."""
    root = Path(request.root)
    book = Book(Path(request.ledger), root)
    finder = StudysModules(root, book)
    sys.meta_path.insert(0, finder)
    path = _prepare(request.script)
    watch = Watch(book, finder.names, request.outcomes)
    for table in request.tables:
        watch.lineage.declare(cells_of(table))
    recorder.watch = watch
    try:
        run_script(path, root, book)
    except SystemExit as left:
        if left.code:
            raise
    recorder.watch = None
    if request.produces:
        note_written(watch, root / request.produces)
    watch.close()


def _prepare(script: tuple[str, ...]) -> Path:
    """The search path and arguments that the script expects."""
    if script[0] != "-m":
        path = Path(script[0]).resolve()
        sys.path.insert(0, str(path.parent))
        sys.argv = list(script)
        return path
    sys.path.insert(0, str(Path.cwd()))
    path = Path(_file_of(script[1])).resolve()
    sys.argv = [str(path), *script[2:]]
    return path


def _file_of(module: str) -> str:
    spec = importlib.util.find_spec(module)
    if spec is not None and spec.submodule_search_locations:
        spec = importlib.util.find_spec(f"{module}.__main__")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"No module named {module}")
    return spec.origin


if __name__ == "__main__":
    main(read_request(Path(sys.argv[1])))
