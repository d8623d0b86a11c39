"""The limits of readers: with these, reading any file takes less than 300 MiB of memory."""

# Bytes of one record: a line of JSONL, a row of CSV, a page, a text. The longest text accepted
# takes 8 MB of UTF-8, and 12 MB of JSON in which every letter is escaped.
MAX_RECORD = 12_000_000

# Bytes of a saved page with the images and fonts that it holds; without them MAX_RECORD counts.
MAX_SAVED_PAGE = 64_000_000

# Code points of the text of an article.
MAX_TEXT = 2_000_000

# Columns of a CSV file.
MAX_COLUMNS = 1_000

# Values, keys and brackets of one line of JSONL: each takes about a hundred bytes.
MAX_VALUES = 300_000

# A page, or the HTML of a record: code points, tags (each takes up to a kilobyte and a few tenths
# of a millisecond during extraction) and attributes of one tag. Of 181 saved pages
# of news the largest has 1.5 million characters and 3,229 tags.
MAX_PAGE = 5_000_000
MAX_TAGS = 50_000
MAX_ATTRIBUTES = 2_000

# Tags of an export of Nexis or Factiva, of which up to 500 documents stand in one page. Only what
# divides it is run on so many: 15 microseconds and three quarters of a kilobyte for each.
MAX_EXPORT_TAGS = 200_000

# Bytes of one entry of a feed, and of a feed that is read whole because it is not well-formed.
MAX_ENTRY = 5_000_000
MAX_LOOSE_FEED = 5_000_000

# Maximum lengths of the short fields in the models, in code points.
MAX_LENGTHS = {
    "title": 500, "byline": 300, "source": 200, "via": 200, "url": 2000, "language": 35,
    "date_note": 200,
}  # fmt: skip
