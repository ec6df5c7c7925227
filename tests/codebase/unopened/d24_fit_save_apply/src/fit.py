import joblib
import pandas as pd
from sklearn.model_selection import train_test_split

from src.selector import Signature


def main(table="data/clear_cell.csv", target="grade34", seed=50):
    df = pd.read_csv(table, index_col="case")
    dev, test = train_test_split(df, test_size=0.3, stratify=df[target], random_state=seed)
    signature = Signature(seed).fit(dev.drop(columns=target), dev[target])
    joblib.dump({"signature": signature, "test_cases": list(test.index), "target": target}, "artifacts/signature.joblib")
    print(len(signature.selected), "features")


if __name__ == "__main__":
    main()
