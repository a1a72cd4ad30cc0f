"""Checks of writing: what was sent is read, what is refused changes nothing, and figures, applications and receivers follow."""
