"""The features of some cases, extracted again with other settings than the study's."""

from __future__ import annotations

from radaudit.compute.engine import Compute
from radaudit.core.errors import Unavailable
from radaudit.core.step import evidence
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.images import ImageIndex
from radaudit.evidence.perturbed import Perturbed, extracted_again, sampled
from radaudit.features.chain import settings as chains_of_settings
from radaudit.features.settings import Settings


@evidence
def other_settings(images: ImageIndex, settings: Settings, auditor: Auditor, compute: Compute) -> Perturbed:
    """Cases extracted with other bins, voxel sizes and, where the study resamples, another interpolator.

    They are drawn in the order of `evidence.perturbed`, 'effort.perturbed_cases' of them: 'effort.perturbed_width' may
    have that one stop earlier.
    """
    if not auditor.effort.settings:
        raise Unavailable("The auditor asked for no other settings.", "Set 'effort: {settings: 5}' in the policy.")
    resampled = bool((settings.parameters.get("setting") or {}).get("resampledPixelSpacing"))
    chains = [
        own
        for own in chains_of_settings()[: auditor.effort.settings]
        if resampled or own.steps[0].kind != "interpolator"  # which would change nothing, and look like agreement
    ]
    chosen = sampled(images, auditor)
    title = f"Extracting {len(chosen)} cases with {len(chains)} other settings"
    return extracted_again(title, chosen, images, settings, tuple(chains), auditor, compute)
