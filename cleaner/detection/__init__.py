"""Is this run of words foreign? Evidence, segmentation, decision."""
