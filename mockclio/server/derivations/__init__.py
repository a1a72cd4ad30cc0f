"""Declarations of derived values, one module a theme."""
