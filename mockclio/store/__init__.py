"""State: worlds, their tables, sessions, clock, ids and saved forms. No module of this package imports HTTP."""
