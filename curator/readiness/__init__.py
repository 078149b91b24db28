"""Readiness: the evidence for and against fine-tuning, data checks, rules and the verdict."""

from curator.readiness.verdict import assess

__all__ = ["assess"]
