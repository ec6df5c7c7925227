"""The study's modules, loaded with their operations noted; all others as ever."""

from __future__ import annotations

import ast
import importlib.util
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType

from radaudit.codebase.source import read_source
from radaudit.models.ledger import recorder
from radaudit.models.ledger.book import Book
from radaudit.models.ledger.rewrite import RECORDER, SHADOW, rewritten


class NotedLoader(SourceFileLoader):
    """Loads a file of the study."""

    def __init__(self, name: str, path: str, root: Path, book: Book) -> None:
        super().__init__(name, path)
        self.root, self.book = root, book

    def get_code(self, fullname: str) -> CodeType:
        """Never from a cache: what is there was not made here."""
        path = self.get_filename(fullname)
        return self.source_to_code(self.get_data(path), path)

    def source_to_code(self, data: bytes, path: str, *, _optimize: int = -1) -> CodeType:
        relative = Path(path).resolve().relative_to(self.root).as_posix()
        notebook = path.endswith(".ipynb")
        tree = read_source(Path(path), relative).tree if notebook else ast.parse(data, path)
        tree = rewritten(tree, self.book.file_number(relative))
        return compile(tree, path, "exec", dont_inherit=True, optimize=_optimize)

    def exec_module(self, module: ModuleType) -> None:
        setattr(module, RECORDER, recorder)
        setattr(module, SHADOW, {})
        super().exec_module(module)


class StudysModules(MetaPathFinder):
    """Finds modules that lie in the study's folder.

    Attributes
    ----------
    names
        Of the modules found so far, and of the script.
    """

    def __init__(self, root: Path, book: Book) -> None:
        self.root, self.book = root, book
        self.names = {"__main__"}

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(name, path, target)
        if spec is None or not isinstance(spec.loader, SourceFileLoader) or spec.origin is None:
            return None
        if not Path(spec.origin).resolve().is_relative_to(self.root):
            return None
        self.names.add(name)
        spec.loader = NotedLoader(name, spec.origin, self.root, self.book)
        return spec


def run_script(script: Path, root: Path, book: Book) -> None:
    """Run a file as the main program, as ``python script`` does."""
    loader = NotedLoader("__main__", str(script), root, book)
    spec = importlib.util.spec_from_loader("__main__", loader)
    module = importlib.util.module_from_spec(spec)
    module.__spec__, module.__file__ = None, str(script)
    sys.modules["__main__"] = module
    loader.exec_module(module)
