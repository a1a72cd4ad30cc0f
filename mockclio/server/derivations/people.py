"""Derived values: people."""
