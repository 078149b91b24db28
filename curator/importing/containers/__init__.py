"""Containers: how rows lie in a file (lines, a JSON document, a table), whatever they mean."""
