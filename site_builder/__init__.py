"""The public site: map, pages, list and downloads, made from the ledger as plain files."""
