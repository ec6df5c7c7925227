"""Stage 2: cross-validate the models on interim/selected.csv."""
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


def main(target="local_failure", seed=3):
    df = pd.read_csv("interim/selected.csv", index_col="patient_id")
    y = df.pop(target)
    cv = StratifiedKFold(5, shuffle=True, random_state=seed)
    pipe = make_pipeline(StandardScaler(), LogisticRegression(max_iter=2000, class_weight="balanced"))
    oof = cross_val_predict(pipe, df, y, cv=cv, method="predict_proba")[:, 1]
    pd.DataFrame({"y": y, "p": oof}).to_csv("reports/oof.csv")
    print("AUC", roc_auc_score(y, oof))


if __name__ == "__main__":
    main()
