"""Data augmentation by contour perturbation (thymic tumours)."""
