"""Curator: turn a model's failures into a decision and a dataset."""

__version__ = "0.1.0"
