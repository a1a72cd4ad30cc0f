"""The reference data of a new account. There is one module per theme, and each module has a function `seed(session, office)`."""
