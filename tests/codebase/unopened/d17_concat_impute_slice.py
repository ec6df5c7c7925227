import numpy as np
import pandas as pd
from sklearn.impute import KNNImputer
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import GaussianNB
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import RobustScaler

CFG = dict(radiomics="data/cardiac_t1.csv", clinical="data/cardiac_clin.csv", key="eid", target="mace", seed=73, neighbours=7)


class TableImputer:
    def __init__(self, n_neighbors):
        self.imputer = KNNImputer(n_neighbors=n_neighbors)

    def both(self, train: pd.DataFrame, test: pd.DataFrame):
        """Impute two tables with the same neighbours."""
        n = len(train)
        stacked = np.vstack([train.to_numpy(), test.to_numpy()])
        filled = self.imputer.fit_transform(stacked)
        return filled[:n], filled[n:]


def main(cfg=CFG):
    df = pd.read_csv(cfg["radiomics"]).merge(pd.read_csv(cfg["clinical"]), on=cfg["key"]).set_index(cfg["key"])
    y = df.pop(cfg["target"])
    train, test, y_train, y_test = train_test_split(df, y, test_size=0.3, stratify=y, random_state=cfg["seed"])
    train, test = TableImputer(cfg["neighbours"]).both(train, test)
    model = make_pipeline(RobustScaler(), GaussianNB()).fit(train, y_train)
    print("auc", roc_auc_score(y_test, model.predict_proba(test)[:, 1]))


if __name__ == "__main__":
    main()
