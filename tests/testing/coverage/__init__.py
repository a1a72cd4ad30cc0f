"""Coverage: what is noted, counted, merged and shown."""
