"""What the official document says, kept here without prose, and where the catalogue differs from it on purpose."""
