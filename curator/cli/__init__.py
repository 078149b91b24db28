"""The command line: the same deeds as in the app, headless. Nothing here knows Qt."""
