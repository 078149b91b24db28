"""The nouns. Frozen values that know nothing of storage, screens or files."""
