import logging

import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

from src.config import Config, load
from src.preprocessing import Preprocessor

log = logging.getLogger(__name__)


def main(cfg: Config) -> float:
    frame = pd.read_parquet(cfg.table).set_index(cfg.id)
    target = frame.pop(cfg.target)
    features = Preprocessor().run(frame)
    X_train, X_test, y_train, y_test = train_test_split(
        features, target, test_size=cfg.test_size, random_state=cfg.seed, stratify=target
    )
    model = LogisticRegression(C=cfg.C, penalty="l2", max_iter=5000).fit(X_train, y_train)
    auc = roc_auc_score(y_test, model.predict_proba(X_test)[:, 1])
    log.info("holdout auc %.3f", auc)
    return auc


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    main(load())
