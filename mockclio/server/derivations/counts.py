"""Placeholder for the derived values of counts."""
