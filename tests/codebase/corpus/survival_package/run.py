import argparse

from sklearn.model_selection import train_test_split
from sksurv.ensemble import RandomSurvivalForest
from sksurv.metrics import concordance_index_censored
from sksurv.util import Surv

from src import data
from src.selection import coxnet_features


def run(folder, seed):
    merged = data.load(folder)
    y = Surv.from_dataframe("event", "time", merged)
    X = merged.drop(columns=["event", "time"])
    chosen = coxnet_features(X, y)
    X_train, X_test, y_train, y_test = train_test_split(X[chosen], y, test_size=0.3, random_state=seed)
    rsf = RandomSurvivalForest(random_state=seed).fit(X_train, y_train)
    return concordance_index_censored(y_test["event"], y_test["time"], rsf.predict(X_test))[0]


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    print(run(options.folder, options.seed))
