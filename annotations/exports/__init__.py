"""What a page shows, as a table to download: rows by key from a QuerySet, streamed."""
