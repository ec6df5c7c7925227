import numpy as np


def normalise_per_image(pixels):
    """z-score one ultrasound image with its own mean and SD (no other patient involved)."""
    return (pixels - pixels.mean()) / (pixels.std() + 1e-8)


def fit_preprocess(X):
    return {"median": np.nanmedian(X, axis=0), "lo": np.nanpercentile(X, 1, axis=0),
            "hi": np.nanpercentile(X, 99, axis=0), "mean": np.nanmean(X, axis=0),
            "sd": np.nanstd(X, axis=0) + 1e-12}


def apply_preprocess(X, par):
    X = np.where(np.isnan(X), par["median"], X)
    X = np.clip(X, par["lo"], par["hi"])
    return (X - par["mean"]) / par["sd"]
