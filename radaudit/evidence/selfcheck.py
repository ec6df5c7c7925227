"""The extractor itself, on IBSI's digital phantom."""

from __future__ import annotations

from radaudit.compute.engine import Compute
from radaudit.core.step import evidence
from radaudit.features.ibsi.comparison import Selfcheck
from radaudit.features.ibsi.run import PhantomRun
from radaudit.features.ibsi.selfcheck import phantom_selfcheck


@evidence
def selfcheck(compute: Compute) -> Selfcheck:
    """What the installed extractor gives on IBSI's digital phantom, beside the reference values."""
    (result,) = compute.map("Checking the extractor", [PhantomRun.with_setting()])
    return phantom_selfcheck(result)
