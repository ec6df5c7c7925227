"""Batch correction over centres."""
import pandas as pd
from neuroCombat import neuroCombat

import settings


def run_combat(features: pd.DataFrame, clinical: pd.DataFrame) -> pd.DataFrame:
    covars = clinical[[settings.BATCH] + settings.KEEP_COVARS].copy()
    covars[settings.BATCH] = covars[settings.BATCH].astype("category").cat.codes + 1
    out = neuroCombat(
        dat=features.T.values,
        covars=covars,
        batch_col=settings.BATCH,
        categorical_cols=settings.KEEP_COVARS,
    )
    return pd.DataFrame(out["data"].T, index=features.index, columns=features.columns)
