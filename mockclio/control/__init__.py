"""The /_mockclio API: one table of routes over the worlds."""
