"""The doors: the HTTP API, and later the pages to contribute and review."""
