import logging

import pandas as pd
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import StandardScaler

log = logging.getLogger(__name__)


class Preprocessor:
    """Impute and standardise a feature table."""

    def __init__(self, strategy: str = "median"):
        self.imputer = SimpleImputer(strategy=strategy)
        self.scaler = StandardScaler()

    def run(self, frame: pd.DataFrame) -> pd.DataFrame:
        log.info("preprocessing %d x %d", *frame.shape)
        values = self.imputer.fit_transform(frame)
        values = self.scaler.fit_transform(values)
        return pd.DataFrame(values, index=frame.index, columns=frame.columns)
