"""Jobs on a Dask cluster: the same results, whoever dies, and none from a worker that would give others."""

import contextlib
import json
import os
import shutil
import signal
import socket
import threading
import time

import pytest

dask = pytest.importorskip("dask")
distributed = pytest.importorskip("distributed")

import radaudit  # noqa: E402
from radaudit.compute.cluster import Cluster, Refused, _changed, work  # noqa: E402
from radaudit.compute.digest import FileRef, FolderRef  # noqa: E402
from radaudit.compute.engine import Compute  # noqa: E402
from radaudit.compute.software import software  # noqa: E402
from radaudit.compute.store import Store  # noqa: E402
from radaudit.core.errors import UsageError  # noqa: E402
from radaudit.samples import make_sample  # noqa: E402
from tests.compute.toys import Fails, Holds, OfFile, Slow, Square  # noqa: E402

EXTRACTIONS = ["features/all-cases-extracted", "leakage/identical-images"]


@contextlib.contextmanager
def in_processes(allowed):
    """A real cluster of two worker processes, in which a job may be lost so often before Dask gives it up."""
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": allowed}),
        distributed.LocalCluster(2, threads_per_worker=1, processes=True, dashboard_address=":0") as cluster,
    ):
        yield cluster


@pytest.fixture(scope="module")
def dask_cluster():
    with in_processes(allowed=3) as cluster:
        yield cluster


@pytest.fixture
def address(dask_cluster):
    dask_cluster.wait_for_workers(2, timeout=60)
    return dask_cluster.scheduler_address


@pytest.fixture
def runner(address):
    runner = Cluster(address, patience=30)
    yield runner
    runner.close()


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store")


def test_a_cluster_gives_what_serial_gives_in_the_order_of_the_jobs(store, runner, tmp_path):
    jobs = [*[Square(number) for number in range(12)], Fails("input"), Fails("passing"), Fails("bug", 3)]
    one = Compute(Store(tmp_path / "one")).map("Both", jobs)
    compute = Compute(store, runner)
    two = compute.map("Both", jobs)
    assert repr(one[:-1]) == repr(two[:-1])
    assert (one[-1].message, one[-1].kind) == (two[-1].message, two[-1].kind)
    assert compute.done == {"Square": 12, "Fails": 3}
    assert Compute(store, runner).map("Nothing", []) == []


def test_few_jobs_are_given_out_at_once_and_none_waits_for_all(store, runner, tmp_path):
    jobs = [Slow(number, str(tmp_path / "diary"), 0.0) for number in range(40)]
    arriving = iter(runner(jobs))
    next(arriving)
    time.sleep(0.5)
    assert (tmp_path / "diary").read_text().count("\n") < 20
    assert len(list(arriving)) == 39


@pytest.mark.slow
def test_one_bad_job_is_a_crash_of_its_own_and_its_neighbours_live(store):
    # Not at once: Dask does not start a worker again that died before its nanny knew that it lived.
    jobs = [Fails("fine", 1), Fails("kill later", 2), Fails("fine", 3), Fails("input", 4), Fails("fine", 5)]
    with in_processes(allowed=0) as cluster:
        runner = Cluster(cluster.scheduler_address, patience=60)
        one, dead, three, four, five = Compute(store, runner).map("Dying", jobs)
        runner.close()
    assert [one, three, five] == [{"number": number} for number in (1, 3, 5)]
    assert dead.kind == "crash"
    assert dead.message.startswith("case 2: every worker process that tried it died")
    assert four.kind == "input"
    assert store.get(jobs[1]) is None


@pytest.mark.slow
def test_the_report_is_the_same_though_a_worker_is_killed_in_the_middle(address, dask_cluster, tmp_path):
    study = shutil.copytree(make_sample("phantoms_leaky"), tmp_path / "study")
    header, *rows = (study / "data/cohort.csv").read_text().splitlines(keepends=True)
    (study / "data/cohort.csv").write_text("".join([header, *rows[:40]]))
    alone = radaudit.audit(study, select=EXTRACTIONS, jobs=1, store=tmp_path / "alone")
    store, killed = tmp_path / "store", []

    def kill() -> None:
        while len(list(store.glob("extract/*/*.json"))) < 5:
            time.sleep(0.02)
        killed.append(next(iter(dask_cluster.workers.values())).pid)
        os.kill(killed[0], signal.SIGKILL)

    threading.Thread(target=kill, daemon=True).start()
    report = radaudit.audit(study, select=EXTRACTIONS, cluster=address, store=store)
    assert len(killed) == 1
    assert lasting(report) == lasting(alone)
    for run in (report.provenance.run, alone.provenance.run):
        assert run["jobs found done"] == {}
    assert report.provenance.run["jobs done"] == alone.provenance.run["jobs done"]


def lasting(report):
    """A report without what differs from run to run."""
    plain = json.loads(report.to_json())
    del plain["provenance"]["run"]
    for result in plain["results"]:
        del result["seconds"]
    return json.dumps(plain, sort_keys=True)


class TestFilesOfWorkers:
    def test_a_file_that_a_worker_does_not_see(self, tmp_path):
        answer = work(OfFile(FileRef(tmp_path / "image.nii", "0" * 64)), software())
        assert isinstance(answer, Refused)
        assert f"{tmp_path / 'image.nii'} is not there" in answer.reason

    def test_a_file_with_other_content(self, tmp_path):
        path = tmp_path / "image.nii"
        path.write_text("one")
        job = OfFile(FileRef.of(path))
        assert work(job, software()) == {"bytes": 3}
        path.write_text("two, by now")
        assert "has other content there" in work(job, software()).reason

    def test_files_deep_in_a_job_and_folders_are_looked_at(self, tmp_path):
        (tmp_path / "series").mkdir()
        (tmp_path / "series" / "slice").write_text("slice")
        folder = FolderRef.of(tmp_path / "series")
        assert work(Holds({"a": (folder,)}), software()) == {"held": 1}
        (tmp_path / "series" / "another").write_text("another")
        assert isinstance(work(Holds({"a": (folder,)}), software()), Refused)

    def test_a_file_that_changed_here_too_is_no_fault_of_the_worker(self, store, runner, tmp_path):
        path = tmp_path / "image.nii"
        path.write_text("one")
        job = OfFile(FileRef.of(path))
        assert _changed(job) is None
        path.unlink()
        (result,) = Compute(store, runner).map("Changed", [job])
        assert (result.kind, "changed or removed" in result.message) == ("crash", True)

    def test_an_audit_stops_when_only_the_worker_misses_the_file(self, store, runner, tmp_path, monkeypatch):
        monkeypatch.setattr("radaudit.compute.cluster._changed", lambda job: None)  # this machine sees the file
        with pytest.raises(UsageError, match=r"image\.nii is not there; the study must lie on a file system"):
            Compute(store, runner).map("Missing", [OfFile(FileRef(tmp_path / "image.nii", "0" * 64))])


def in_process(workers, threads=1):
    """A cluster of threads: quick to start, and enough where no job is done."""
    return distributed.LocalCluster(
        workers, threads_per_worker=threads, processes=False, protocol="tcp://", dashboard_address=":0"
    )


class TestLostClusters:
    @pytest.mark.parametrize(
        ("lose", "said"),
        [
            (lambda cluster: cluster.scale(0), "no worker was left at .* for 2 seconds"),
            (lambda cluster: cluster.close(), "the Dask scheduler at .* is gone"),
        ],
    )
    def test_an_audit_ends_and_says_so(self, store, tmp_path, lose, said):
        jobs = [Slow(number, str(tmp_path / "diary"), 0.2) for number in range(40)]
        with in_process(1) as small:
            runner = Cluster(small.scheduler_address, patience=2)
            threading.Timer(0.7, lose, [small]).start()
            with pytest.raises(UsageError, match=said) as lost:
                Compute(store, runner).map("Lost", jobs)
            assert "what was computed is kept" in str(lost.value)
            runner.close()
        assert 1 <= len(list(store.folder.rglob("*.json"))) < 40


class TestRefusedClusters:
    def test_a_worker_with_another_version(self, address):
        with distributed.Client(address, set_as_default=False) as client:
            worker = sorted(client.nthreads())[0]
            client.run(_pretend, "numpy", "2.1.0", workers=[worker])
            try:
                with pytest.raises(UsageError, match=rf"{worker} has numpy 2\.1\.0 instead of 1\.") as refused:
                    Cluster(address)
                assert "not be those of this machine" in str(refused.value)
            finally:
                client.run(_pretend, "numpy", software()["numpy"], workers=[worker])
        Cluster(address).close()

    def test_a_worker_that_came_later_with_another_version(self, tmp_path):
        answer = work(Square(1), software() | {"SimpleITK": "9.9"})
        assert answer == Refused(f"it has SimpleITK {software()['SimpleITK']} instead of 9.9")

    def test_workers_with_several_threads(self):
        said = "has 3 threads, but ITK and pyradiomics keep settings for the whole process"
        with in_process(1, threads=3) as several, pytest.raises(UsageError, match=said):
            Cluster(several.scheduler_address)

    def test_no_worker_at_all(self):
        with in_process(1) as empty:
            empty.scale(0)
            while empty.scheduler.workers:
                time.sleep(0.02)
            with pytest.raises(UsageError, match="has no worker; start some by 'dask worker --nthreads 1'"):
                Cluster(empty.scheduler_address)

    @pytest.mark.parametrize(
        ("address", "said"),
        [
            ("nonsense", "is no address of a Dask scheduler; give tcp://HOST:PORT"),
            ("http://here:8786", "is no address of a Dask scheduler"),
            ("here:99999", "is no address of a Dask scheduler"),
            ("", "is no address of a Dask scheduler"),
            ("tcp://127.0.0.1:1", "no Dask scheduler answers at tcp://127.0.0.1:1 .*refused"),
        ],
    )
    def test_an_address_where_nobody_is(self, address, said):
        with pytest.raises(UsageError, match=said):
            Cluster(address)

    def test_a_server_of_another_kind(self, monkeypatch):
        monkeypatch.setattr("radaudit.compute.cluster.CONNECTING", 0.3)
        with (
            socket.create_server(("127.0.0.1", 0)) as server,
            pytest.raises(UsageError, match=r"no Dask scheduler answers at .* \(timed out\)"),
        ):
            Cluster(f"tcp://127.0.0.1:{server.getsockname()[1]}")


def _pretend(library, number):
    """Change what a worker says of itself."""
    from radaudit.compute.software import software

    software()[library] = number
