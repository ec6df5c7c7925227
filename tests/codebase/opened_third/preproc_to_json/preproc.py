"""fit on one table, save, load, apply to others"""
import json

import numpy as np
import pandas as pd
from scipy.stats import ranksums


class Preproc:
    FIELDS = ("fill", "centre", "width", "columns")

    def fit(self, X: pd.DataFrame, y: pd.Series, n: int = 12):
        self.fill = X.median()
        X = X.fillna(self.fill)
        self.centre = X.median()
        self.width = (X.quantile(0.75) - X.quantile(0.25)).replace(0, 1.0)
        Z = (X - self.centre) / self.width
        p = Z.apply(lambda c: ranksums(c[y == 1], c[y == 0]).pvalue)
        cols = []
        for c in p.sort_values().index:
            if all(abs(np.corrcoef(Z[c], Z[k])[0, 1]) < 0.75 for k in cols):
                cols.append(c)
            if len(cols) == n:
                break
        self.columns = cols
        return self

    def transform(self, X: pd.DataFrame) -> pd.DataFrame:
        X = X.reindex(columns=self.fill.index).fillna(self.fill)
        return ((X - self.centre) / self.width)[self.columns]

    def save(self, path):
        d = {f: (v.to_dict() if isinstance(v := getattr(self, f), pd.Series) else v) for f in self.FIELDS}
        json.dump(d, open(path, "w"))

    @classmethod
    def load(cls, path):
        d = json.load(open(path))
        me = cls()
        for f in cls.FIELDS:
            setattr(me, f, pd.Series(d[f]) if isinstance(d[f], dict) else d[f])
        return me
