import numpy as np
import pandas as pd
from preprocessing import normalise_per_image


def texture(img):
    gy, gx = np.gradient(img)
    mag = np.hypot(gx, gy)
    hist, _ = np.histogram(img, bins=32, density=True)
    hist = hist[hist > 0]
    return [img.min(), img.max(), mag.mean(), mag.std(), -(hist * np.log2(hist)).sum()]


def build_table(listing):
    """One row per patient (largest nodule)."""
    df = pd.read_csv(listing)
    df = df.sort_values("diameter_mm").drop_duplicates("patient_id", keep="last")
    X = np.array([texture(normalise_per_image(np.load(p))) for p in df["npy_path"]])
    extra = df[["diameter_mm", "taller_than_wide", "TSH"]].to_numpy(float)
    return np.hstack([X, extra]), df["bethesda_malignant"].to_numpy()
