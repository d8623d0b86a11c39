"""Pure: bytes as the database keeps them, a zlib stream."""

import zlib

compress = zlib.compress
decompress = zlib.decompress
