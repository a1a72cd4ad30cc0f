"""The control interface under /_mockclio: one table of routes over the worlds."""
