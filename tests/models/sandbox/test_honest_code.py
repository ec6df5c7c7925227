"""Code that does no harm goes on working inside."""

import sys
import textwrap
from pathlib import Path

import pytest

from radaudit.models.sandbox.limits import Limits
from radaudit.models.sandbox.run import run

USERS = range(61184, 65520)
PROGRAMS = {
    "devices and the system": """
        import ctypes.util, getpass, locale, os, platform, random, tempfile, uuid, zoneinfo
        open("/dev/null", "w").write("x"); open("/dev/urandom", "rb").read(4)
        assert "processor" in open("/proc/cpuinfo").read() or platform.machine() != "x86_64"
        assert os.cpu_count() and getpass.getuser() == "study" and uuid.uuid4() and locale.setlocale(locale.LC_ALL, "")
        if os.path.isdir("/usr/share/zoneinfo"): zoneinfo.ZoneInfo("Europe/Amsterdam")
        with tempfile.NamedTemporaryFile() as file: file.write(b"x")
        """,
    "programs": """
        import asyncio, subprocess
        assert subprocess.run(["sh", "-c", "echo a | cat"], capture_output=True, text=True).stdout == "a\\n"
        subprocess.run(["true"], check=True, start_new_session=True)
        async def ask(): return await (await asyncio.create_subprocess_exec("true")).wait()
        assert asyncio.run(ask()) == 0
        """,
    "multiprocessing": """
        import multiprocessing
        def square(x): return x * x
        if __name__ == "__main__":
            for method in ("fork", "spawn"):
                context = multiprocessing.get_context(method)
                with context.Pool(2) as pool: assert pool.map(square, range(4)) == [0, 1, 4, 9]
            from multiprocessing import shared_memory
            block = shared_memory.SharedMemory(create=True, size=100); block.close(); block.unlink()
            with multiprocessing.Lock(): pass
        """,
}
LIBRARIES = """
    import numpy
    from joblib import Parallel, delayed
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import cross_val_score
    if __name__ == "__main__":
        rng = numpy.random.default_rng(0)
        table, outcome = rng.normal(size=(40, 4)), numpy.arange(40) % 2
        print(cross_val_score(LogisticRegression(), table, outcome, cv=2, n_jobs=2).shape)
        print(Parallel(2, max_nbytes=10)(delayed(numpy.sum)(table) for _ in range(2))[0] == table.sum())
        numpy.savetxt("out.csv", table)
    """


def ended(tmp_path: Path, code: str):
    (tmp_path / "study").mkdir()
    (tmp_path / "scratch").mkdir()
    (tmp_path / "study/model.py").write_text(textwrap.dedent(code))
    return run(
        (sys.executable, str(tmp_path / "study/model.py")), tmp_path / "scratch", Limits(300), (tmp_path / "study",)
    )


@pytest.mark.parametrize("name", PROGRAMS)
def test_python_and_the_system(tmp_path, name):
    how = ended(tmp_path, PROGRAMS[name])
    assert (how.problem, how.output) == ("", "")


@pytest.mark.slow
def test_the_scientific_libraries_and_their_workers(tmp_path):
    how = ended(tmp_path, LIBRARIES)
    assert how.problem == ""
    assert how.output.splitlines()[-2:] == ["(2,)", "True"]
    assert (tmp_path / "scratch/out.csv").stat().st_size > 0
    if how.level.layers.own_user:
        assert [file for file in Path("/dev/shm").iterdir() if file.stat().st_uid in USERS] == []
