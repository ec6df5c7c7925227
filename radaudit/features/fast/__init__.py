"""pyradiomics' own values in a fraction of the time.

Most of plain pyradiomics' time goes into voxels that no feature looks at: filters, checks and copies of the whole
image. Here the work is done on the part of the image that can reach the ROI, by pyradiomics' own classes and filters
wherever that is possible. Every shortcut keeps every bit of every value; where that is not proved for an image, a
setting or a filter, the plain way is taken.
"""
