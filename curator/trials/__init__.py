"""Trials: what a variant does to the failures, judged and compared pair by pair."""
