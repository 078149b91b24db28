# Each target sets up whatever it needs first. Without make: python3 scripts/dev.py TARGET
PYTHON ?= python3

.PHONY: demo test lint bench screenshots package lock setup
demo test lint bench screenshots package lock setup:
	@$(PYTHON) scripts/dev.py $@
