import argparse

import pandas as pd
import yaml
from sklearn.model_selection import RepeatedStratifiedKFold, cross_validate

from data import read
from factory import pipeline


def main():
    p = argparse.ArgumentParser()
    p.add_argument("config", nargs="?", default="experiment.yaml")
    cfg = yaml.safe_load(open(p.parse_args().config))
    X, y = read(cfg["data"])
    pipe = pipeline(cfg["steps"])
    cv = RepeatedStratifiedKFold(**cfg["cv"])
    res = pd.DataFrame(cross_validate(pipe, X, y, cv=cv, scoring=cfg["metrics"]))
    print(res.filter(like="test_").agg(["mean", "std"]).T.round(3))


if __name__ == "__main__":
    main()
