"""The candidates, one module a kind: each has `pool()`, every mutant of its kind in a fixed order."""
