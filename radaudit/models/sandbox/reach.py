"""Which files a study's process may reach, besides its own: programs and libraries, Python and its packages."""

from __future__ import annotations

import site
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path

from radaudit.models.sandbox.environment import PACKAGE

# No home, no /etc but what loading, time zones and fonts need, no /run, no /tmp, no /var.
SYSTEM = (
    *("/usr", "/lib", "/lib32", "/lib64", "/bin", "/sbin", "/nix/store", "/etc/ld.so.cache", "/etc/ld.so.conf"),
    *("/etc/ld.so.conf.d", "/etc/alternatives", "/etc/localtime", "/etc/timezone", "/etc/locale.alias", "/etc/R"),
    *("/etc/nsswitch.conf", "/etc/fonts", "/etc/mime.types", "/etc/os-release"),
    *("/sys/devices/system/cpu", "/sys/devices/system/node"),
    *("/sys/fs/cgroup", "/etc/ssl/certs", "/etc/ssl/openssl.cnf", "/etc/python3", "/etc/python3.11", "/etc/python3.12"),
)
PROCESSES = "/proc"
DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
SHARED_MEMORY = "/dev/shm"  # noqa: S108  where the C library keeps semaphores


def python_folders() -> tuple[str, ...]:
    """Folders of this interpreter, of its packages, and of radaudit itself; never a home or the working folder."""
    prefixes = {sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix}
    packages = {*site.getsitepackages(), sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    packages |= {site.getusersitepackages()} if site.ENABLE_USER_SITE else set()
    installed = [each for each in sys.path[1:] if each and _beside(each, packages | prefixes)]
    executable = {sys.executable, str(Path(sys.executable).resolve())}
    found = {*prefixes, *packages, *installed, *executable, str(PACKAGE / "radaudit")}
    return _outermost(path for path in found if Path(path).exists() and not _holds_home(path))


def _outermost(paths: Iterable[str]) -> tuple[str, ...]:
    """Those that don't lie beneath another."""
    kept: list[Path] = []
    for path in sorted(map(Path, paths), key=lambda each: len(each.parts)):
        if not any(path.is_relative_to(other) for other in kept):
            kept.append(path)
    return tuple(map(str, kept))


def _beside(path: str, packages: set[str]) -> bool:
    """Whether a search path came from an installation in development (a line of a .pth file), not from the shell."""
    files = [line.strip() for folder in packages for file in Path(folder).glob("*.pth") for line in _lines(file)]
    return path in files and Path(path).resolve() not in (PACKAGE, Path.cwd(), *Path.cwd().parents)


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []


def _holds_home(path: str) -> bool:
    """A folder that is the auditor's home, or holds it, is no package."""
    whole, home = Path(path).resolve(), Path.home().resolve()
    return whole in (home, *home.parents)
