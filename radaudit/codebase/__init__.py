"""A study's code, read and followed as data flow; never run."""
