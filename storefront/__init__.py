"""The shop's pages: Django, rendered on the server, with no database of its own.

The backend is known by its contracts alone.
"""
