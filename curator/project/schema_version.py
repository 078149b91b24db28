"""Which version of the tables this program writes, known without loading them."""

from __future__ import annotations

VERSION = 1
"""Migrations lead up to it."""
