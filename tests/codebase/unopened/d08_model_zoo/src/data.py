from dataclasses import dataclass

import pandas as pd
from sklearn.model_selection import train_test_split


@dataclass
class Split:
    X_train: pd.DataFrame
    X_test: pd.DataFrame
    y_train: pd.Series
    y_test: pd.Series


def make_split(path: str, target: str, seed: int) -> Split:
    df = pd.read_csv(path, index_col=0)
    y = df.pop(target)
    return Split(*train_test_split(df, y, test_size=0.3, stratify=y, random_state=seed))
