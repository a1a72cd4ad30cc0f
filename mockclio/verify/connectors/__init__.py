"""The calls that two connector products make, one executable row for each of their modules."""
