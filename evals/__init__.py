"""Measures both halves on a set of questions: quality is a number that may only rise."""
