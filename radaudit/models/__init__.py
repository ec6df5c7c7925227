"""The study's models, run again."""
