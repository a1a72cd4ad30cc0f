"""Types that are only ever nested."""
