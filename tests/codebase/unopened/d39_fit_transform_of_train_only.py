import logging
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from sklearn.decomposition import PCA
from sklearn.feature_selection import VarianceThreshold
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

log = logging.getLogger(__name__)
MODALITIES = ("t1c", "flair", "adc")


@dataclass
class ModalityBlocks:
    """One chain of transformers for each modality."""

    n_components: int = 6
    chains: dict[str, list[Any]] = field(default_factory=dict)

    def _columns(self, df, m):
        return [c for c in df.columns if c.startswith(m + "_")]

    def fit_all(self, df: pd.DataFrame) -> "ModalityBlocks":
        for m in MODALITIES:
            block = df[self._columns(df, m)].to_numpy()
            self.chains[m] = []
            for step in (VarianceThreshold(1e-6), StandardScaler(), PCA(self.n_components, random_state=0)):
                block = step.fit_transform(block)
                self.chains[m].append(step)
        return self

    def transform_all(self, df: pd.DataFrame) -> pd.DataFrame:
        parts = []
        for m, chain in self.chains.items():
            block = df[self._columns(df, m)].to_numpy()
            for step in chain:
                block = step.transform(block)
            parts.append(pd.DataFrame(block, index=df.index).add_prefix(m + "_pc"))
        return pd.concat(parts, axis=1)


def main(csv="data/lgg_1p19q.csv", target="codeleted", seed=6):
    df = pd.read_csv(csv, index_col=0)
    train, rest = train_test_split(df, test_size=0.4, stratify=df[target], random_state=seed)
    tune, test = train_test_split(rest, test_size=0.5, stratify=rest[target], random_state=seed)
    blocks = ModalityBlocks().fit_all(train)
    Z = {name: blocks.transform_all(part) for name, part in {"train": train, "tune": tune, "test": test}.items()}
    fits = {C: LogisticRegression(C=C, max_iter=2000).fit(Z["train"], train[target]) for C in (0.01, 0.1, 1, 10)}
    C = max(fits, key=lambda c: roc_auc_score(tune[target], fits[c].predict_proba(Z["tune"])[:, 1]))
    log.info("C=%s test auc %.3f", C, roc_auc_score(test[target], fits[C].predict_proba(Z["test"])[:, 1]))


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    main()
