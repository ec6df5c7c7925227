import logging

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import confusion_matrix, roc_auc_score, roc_curve
from sklearn.model_selection import cross_val_predict, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


def operating_point(y, p, min_sensitivity):
    """Largest cut-off that reaches the sensitivity."""
    fpr, tpr, thresholds = roc_curve(y, p)
    return thresholds[np.argmax(tpr >= min_sensitivity)]


def confusion_metrics(y, p, cut):
    tn, fp, fn, tp = confusion_matrix(y, p >= cut).ravel()
    return {"sens": tp / (tp + fn), "spec": tn / (tn + fp), "ppv": tp / (tp + fp), "npv": tn / (tn + fn)}


def main(csv="data/bosniak.csv", target="malignant", seed=4321):
    df = pd.read_csv(csv, index_col=0)
    y = df.pop(target)
    X_train, X_test, y_train, y_test = train_test_split(df, y, test_size=0.3, stratify=y, random_state=seed)
    pipe = make_pipeline(StandardScaler(), LogisticRegression(penalty="elasticnet", l1_ratio=0.5, C=0.1, solver="saga", max_iter=20000, random_state=seed))
    oof = cross_val_predict(pipe, X_train, y_train, cv=10, method="predict_proba")[:, 1]
    cut = operating_point(y_train, oof, 0.95)
    p = pipe.fit(X_train, y_train).predict_proba(X_test)[:, 1]
    logging.info("auc %.3f at cut %.3f: %s", roc_auc_score(y_test, p), cut, confusion_metrics(y_test, p, cut))


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    main()
