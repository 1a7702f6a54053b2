"""Intervals, tests, corrections and agreement: how sure a number is."""
