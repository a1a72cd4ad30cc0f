"""State: worlds, their tables, sessions, clock, ids and saved forms. Nothing here knows HTTP."""
