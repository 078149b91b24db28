"""Readiness: the evidence for and against fine-tuning, data checks, rules and the verdict."""
