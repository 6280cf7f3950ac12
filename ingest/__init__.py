"""The write side: articles in, searchable passages out."""
