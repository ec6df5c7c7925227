import numpy as np


def drop_correlated(frame, limit=0.9):
    """names to keep"""
    c = frame.corr().abs().to_numpy()
    keep = []
    for i, name in enumerate(frame.columns):
        if all(c[i, frame.columns.get_loc(k)] < limit for k in keep):
            keep.append(name)
    return keep


def as_float(frame):
    return frame.astype(np.float64)
