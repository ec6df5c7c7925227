"""Code of the study."""
