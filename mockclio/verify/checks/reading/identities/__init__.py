"""What a field must be by what other answers show: one function a field, one module a theme."""
