"""Folders and zip files that hold a network and say how it is built: read as data, nothing in them is run."""
