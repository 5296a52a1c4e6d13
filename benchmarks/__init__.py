"""Measurements side by side, re-runnable on data that is given by its path."""
