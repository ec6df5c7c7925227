from neuroHarmonize import harmonizationApply, harmonizationLearn
import pandas as pd


class SiteCorrection:
    """Thin wrapper: learn on one table, apply to another."""

    def __init__(self, covariates=("SITE", "sex", "age")):
        self.covariates = list(covariates)
        self.model = None

    def learn(self, feats: pd.DataFrame, cov: pd.DataFrame) -> pd.DataFrame:
        self.model, adj = harmonizationLearn(feats.to_numpy(), cov[self.covariates])
        return pd.DataFrame(adj, index=feats.index, columns=feats.columns)

    def apply(self, feats: pd.DataFrame, cov: pd.DataFrame) -> pd.DataFrame:
        adj = harmonizationApply(feats.to_numpy(), cov[self.covariates], self.model)
        return pd.DataFrame(adj, index=feats.index, columns=feats.columns)
