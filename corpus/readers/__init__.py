"""Articles read from files: bytes in, records and problems out, one module per format.

Nothing here uses a database or fetches an address.
"""
