"""What models on deep features predict when parts of a case are erased, and in another precision."""

from __future__ import annotations

from radaudit.compute.engine import Compute
from radaudit.core.errors import Unavailable
from radaudit.core.step import evidence
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.controlled import Controlled
from radaudit.evidence.deep_comparison import SCALINGS, DeepReproduction
from radaudit.evidence.deep_controls import DeepControls, on_deep
from radaudit.evidence.deep_extraction import DeepExtraction
from radaudit.evidence.deep_table import DeepTable
from radaudit.evidence.extraction import Extraction
from radaudit.evidence.setups import Setups
from radaudit.evidence.texture import Texture, held_against


@evidence
def deep_predictions(
    setups: Setups,
    deep_table: DeepTable,
    deep_extraction: DeepExtraction,
    deep_comparison: DeepReproduction,
    deep_controls: DeepControls,
    auditor: Auditor,
    compute: Compute,
) -> tuple[Texture, ...]:
    """Every model on deep features, fitted on cases as they are, and scored under each control."""
    models = on_deep(setups)
    if not models:
        raise Unavailable("No model with an estimator is on deep features.", "Set 'models[].features: deep'.")
    outputs = deep_comparison.outputs
    if not len(outputs):
        raise Unavailable("The model was given components of the features, and what made them is not shared.")
    scaled = bool(set(deep_table.after) & set(SCALINGS)) or deep_comparison.scaled_unsaid
    plain = Extraction(deep_extraction.cases, deep_table.names, deep_extraction.values[:, outputs], {}, {})
    under = {way: values[:, outputs] for way, values in deep_controls.values.items()}
    altered = Controlled(deep_controls.cases, len(deep_extraction.cases), deep_table.names, under)
    found: list[Texture] = []
    for own in models:
        found += held_against(own, plain, altered, scaled, auditor, compute)
    return tuple(found)
