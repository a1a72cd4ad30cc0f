"""Records that exist only nested in other records."""
