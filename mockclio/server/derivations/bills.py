"""Placeholder for the derived values of bills."""
