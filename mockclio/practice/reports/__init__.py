"""Reports: one small function a kind, grouped by theme, over the rows of the firm; formats turn what they find into files."""
