"""What a real account answered, without what it said about anybody: recorded through a proxy, scrubbed, and made a firm of again."""
