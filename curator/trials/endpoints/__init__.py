"""Endpoints: profiles in a file, keys in the keyring, calls through the openai SDK."""
