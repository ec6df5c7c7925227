import numpy as np
import pandas as pd
from neuroHarmonize import harmonizationApply, harmonizationLearn


class ComBat:
    def __init__(self, site="SITE", preserve=("AGE", "SEX")):
        self.columns = [site, *preserve]

    def fit_transform(self, X: pd.DataFrame, meta: pd.DataFrame) -> np.ndarray:
        self.model_, adjusted = harmonizationLearn(X.to_numpy(dtype=float), meta[self.columns].reset_index(drop=True))
        return adjusted

    def transform(self, X: pd.DataFrame, meta: pd.DataFrame) -> np.ndarray:
        return harmonizationApply(X.to_numpy(dtype=float), meta[self.columns].reset_index(drop=True), self.model_)
