import joblib

from src.model import make_model
from src.table import read_table


def main():
    X, y = read_table()
    final = make_model().fit(X, y)
    joblib.dump({"model": final, "columns": list(X.columns)}, "artifacts/deploy.joblib")


if __name__ == "__main__":
    main()
