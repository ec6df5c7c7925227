import pytest

from radaudit.models.sandbox.level import FENCED, ISOLATED, LIMITS_ONLY, PARTLY_FENCED, Layers, level_of


@pytest.mark.parametrize(
    ("layers", "rank", "lacks"),
    [
        (Layers(), LIMITS_ONLY, {"it can read every file that the auditor can", "it can use the network"}),
        (Layers(landlock=7), PARTLY_FENCED, {"it can use the network"}),
        (Layers(seccomp=True), PARTLY_FENCED, {"it can read every file that the auditor can"}),
        (Layers(landlock=2, seccomp=True), PARTLY_FENCED, {"it can change files elsewhere"}),
        (Layers(landlock=4, seccomp=True), FENCED, {"it can stop other processes of the auditor"}),
        (Layers(landlock=6, seccomp=True), FENCED, {"it can reach the auditor's shared memory (/dev/shm)"}),
        (Layers(bubblewrap=True), FENCED, {"it can use the kernel's riskier services (tracing, io_uring, keys)"}),
        (Layers(bubblewrap=True, seccomp=True), ISOLATED, set()),
    ],
)
def test_the_level_says_what_it_lacks(layers, rank, lacks):
    level = level_of(layers)
    assert level.rank == rank
    assert lacks <= set(level.missing)
    assert ("Not enforced" in str(level)) == bool(level.missing)
    assert str(level).startswith(level.name)


def test_more_layers_never_mean_less():
    few, many = level_of(Layers(landlock=4)), level_of(Layers(True, 7, True, True))
    assert set(few.enforced) <= set(many.enforced)
    assert many.missing == ()
