"""What a new account finds in place, one module a theme; each holds `seed(session, office)`."""
