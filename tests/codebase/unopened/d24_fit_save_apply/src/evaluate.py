import joblib
import pandas as pd
from sklearn.metrics import roc_auc_score


def main(table="data/clear_cell.csv"):
    bundle = joblib.load("artifacts/signature.joblib")
    test = pd.read_csv(table, index_col="case").loc[bundle["test_cases"]]
    y = test.pop(bundle["target"])
    print("AUC", roc_auc_score(y, bundle["signature"].score_patients(test)))


if __name__ == "__main__":
    main()
