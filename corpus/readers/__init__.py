"""Articles read from files: bytes in, records and problems out, one module per format.

Nothing here knows a database or opens an address.
"""
