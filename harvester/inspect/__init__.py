"""Datasette on a harvest's database, with pages for people."""
