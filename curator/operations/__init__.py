"""One function per deed of a user, called by the command line and the app alike.

Each deed is one transaction: when it returns, it is durable. Deeds that change something
return a `Changed` (or a report) that says what.
"""
