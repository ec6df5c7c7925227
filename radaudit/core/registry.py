"""One way to find plug-ins: a new file in the right folder is enough."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable

from radaudit.core.errors import WiringError

_MARK = "__radaudit_plugins__"


def plugin(kind: str, name: str, value: object = None) -> Callable[[Callable], Callable]:
    """Mark a function or class as a plug-in.

    Parameters
    ----------
    kind
        What it is: "check", "evidence", "reader", "renderer", ...
    name
        By what it is found; unique within its kind.
    value
        What `discover` gives for it; by default the marked object itself.
    """

    def mark(marked: Callable) -> Callable:
        marks = [*_own_marks(marked), (kind, name, marked if value is None else value)]
        setattr(marked, _MARK, tuple(marks))
        return marked

    return mark


def discover(package: str, kind: str) -> dict[str, object]:
    """All plug-ins of a kind in a package and its sub-packages, sorted by name.

    Raises
    ------
    WiringError
        If two share a name.
    ImportError
        If a module can't be imported: a plug-in must not vanish unnoticed.
    """
    found: dict[str, object] = {}
    homes: dict[str, str] = {}
    for module in _modules(package):
        for value in vars(module).values():
            if getattr(value, "__module__", None) != module.__name__:
                continue
            for marked_kind, name, plugged in _own_marks(value):
                if marked_kind != kind:
                    continue
                if found.get(name, plugged) is not plugged:
                    both = f"one in {homes[name]}, one in {module.__name__}"
                    raise WiringError(f"two plug-ins of kind {kind!r} are called {name!r}: {both}")
                found[name], homes[name] = plugged, module.__name__
    return dict(sorted(found.items()))


def _own_marks(value: object) -> tuple:
    """Its own marks only: subclasses and instances of a plug-in are not plug-ins."""
    return getattr(value, "__dict__", {}).get(_MARK, ())


def _modules(package: str):
    root = importlib.import_module(package)
    yield root

    def fail(name: str) -> None:
        importlib.import_module(name)

    for info in pkgutil.walk_packages(root.__path__, prefix=f"{package}.", onerror=fail):
        yield importlib.import_module(info.name)
