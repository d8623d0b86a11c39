"""Guesses the encoding of bytes that name none."""

import codecs
import re
from collections.abc import Mapping
from types import MappingProxyType

UTF_8 = "utf-8"

# Enough to detect the encoding and the format.
SAMPLE_BYTES = 64 * 1024

ISO_2022_JP = "iso2022_jp"

_CYRILLIC = "cp1251 koi8_r cp866 iso8859_5".split()
# The ten commonest letters are two thirds of a Russian text of some words. Hebrew read as
# windows-1251, the nearest to it, has half of them.
_COMMON_CYRILLIC = frozenset("оеаинтсрвл")
_MIN_COMMON_CYRILLIC = 0.57
_MIN_CYRILLIC_LETTERS = 40
# Of fewer letters the share says less, but hardly any other script has as much.
_FEW_CYRILLIC_LETTERS, _MIN_COMMON_OF_FEW = 12, 0.5
# KOI8-R has lines to draw boxes where KOI8-U has the Ukrainian letters.
_BOX_LINE = re.compile("[\u2500-\u257f]")

# Hebrew has no capitals, and fewer letters than the small ones of windows-1251 at their places.
_HEBREW = re.compile(r"[\x00-\x7f]*[א-ת][\x00-\x7fא-ת]*")
# A letter in its final form ends a word; at their places Cyrillic has н, п, к, у and х.
_FINAL_WITHIN_WORD = re.compile(r"[ךםןףץ][א-ת]")
_KOREAN = re.compile(r"[가-힣]")
_MIN_KOREAN = 0.9

# The letters beyond a to z of languages in Latin script, by the encoding in which they write.
# ISO 8859-2 differs from windows-1250 in a few letters only, so it comes after it.
_CENTRAL_EUROPEAN = (
    "ąćęłńóśźż",  # Polish
    "áčďéěíňóřšťúůýž",  # Czech
    "áäčďéíĺľňóôŕšťúýž",  # Slovak
    "áéíóöőúüű",  # Hungarian
    "čćđšž",  # Croatian
    "ăâîşţ",  # Romanian
)
_LATIN_LETTERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "cp1252": (
            "àâæçéèêëîïôœùûüÿ",  # French
            "äöüß",  # German
            "áéíñóúüªº",  # Spanish
            "àáâãçéêíóôõúªº",  # Portuguese
            "àèéìîòóùáíúª°",  # Italian
            "åäöéæøüó",  # Swedish, Danish, Norwegian, Finnish
            "áéëïíóöúüèê",  # Dutch
            "áðéíóúýþæö",  # Icelandic
            "àçèéíïòóúü·",  # Catalan
        ),
        "cp1250": _CENTRAL_EUROPEAN,
        "cp1254": ("çğıöşüâîûİ",),  # Turkish
        "cp1257": ("ąčęėįšųūž", "āčēģīķļņšūž", "äõöüšž"),  # Lithuanian, Latvian, Estonian
        "iso8859_2": _CENTRAL_EUROPEAN,
    }
)
# Of the letters of a text in Latin script, the share beyond a to z is smaller than this.
_MAX_LATIN_SHARE = 0.3
_MIN_FITTING = 0.9
_MAX_SIGNS = 3
_INSIDE_WORD = re.compile(r"(?<=[A-Za-z])[^\x00-\x7f](?=[A-Za-z])")

# The other legacy encodings of news files; among equally likely ones, the first is used.
_CANDIDATES = (
    "cp1252 cp1251 cp1250 koi8_r cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp874 "
    "gb18030 big5 cp932 euc_jp euc_kr"
).split()

# Guesses within this difference of coherence (0 to 1, by charset_normalizer) count as equal.
_COHERENCE_TOLERANCE = 0.05

_TAG = re.compile(rb"<[^<>]*>")

# One of the two surrogates of a character beyond U+FFFF, and both, in three bytes each.
_HALF = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")
_SURROGATES = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]")


def guess_encoding(sample: bytes) -> str:
    """Return the likeliest encoding of bytes, "" if none is likely or all are ASCII.

    Damaged UTF-8 is still UTF-8 unless damage outnumbers multi-byte characters. So is one in which
    halves of characters stand, as in CESU-8.
    """
    sample = sample[:SAMPLE_BYTES]
    if has_japanese_escapes(sample):
        return ISO_2022_JP
    text = codecs.getincrementaldecoder(UTF_8)("replace").decode(_HALF.sub(b"\xc2\xb7", sample))
    damaged = text.count("\ufffd")
    if not damaged and text.isascii():
        return ""
    if damaged <= sum(1 for letter in text if letter > "\x7f") - damaged:
        return UTF_8
    sample = _TAG.sub(b" ", sample)
    guesses = (_latin, _hebrew, _cyrillic, _korean, _likeliest)
    return next(filter(None, (guess(sample) for guess in guesses)), "")


def with_whole_characters(content: bytes) -> bytes:
    """Return CESU-8 as UTF-8; other bytes as they are.

    CESU-8 writes characters beyond U+FFFF in six bytes, as some databases and programs in Java do
    that call it UTF-8. Source: https://www.unicode.org/reports/tr26/.

    >>> with_whole_characters(b"\\xed\\xa0\\xbd\\xed\\xb8\\x80").decode()
    '😀'
    """

    def whole(pair: re.Match[bytes]) -> bytes:
        units = pair[0].decode(UTF_8, "surrogatepass").encode("utf-16-le", "surrogatepass")
        return units.decode("utf-16-le").encode()

    return _SURROGATES.sub(whole, content)


def has_japanese_escapes(content: bytes) -> bool:
    """Return whether bytes hold an escape sequence that begins Japanese in ISO-2022-JP."""
    return b"\x1b$B" in content or b"\x1b$@" in content


def _latin(sample: bytes) -> str:
    """Return the encoding in which the letters of a text are those of one language, or ""."""
    high = sum(byte > 0x7F for byte in sample)
    ascii_letters = sum(bytes((byte,)).isalpha() for byte in sample)
    if high > _MAX_LATIN_SHARE * (high + ascii_letters):
        # A price may have as many signs as letters.
        characters = [each for each in sample.decode("cp1252", "replace") if each > "\x7f"]
        are_signs = len(characters) <= _MAX_SIGNS and not any(map(str.isalpha, characters))
        return "cp1252" if are_signs and "\ufffd" not in characters else ""
    fitting = {
        encoding: max(
            _fitting(sample.decode(encoding, "replace"), letters) for letters in languages
        )
        for encoding, languages in _LATIN_LETTERS.items()
    }
    best = max(fitting, key=lambda encoding: fitting[encoding])
    return best if fitting[best] >= _MIN_FITTING else ""


def _fitting(text: str, letters: str) -> float:
    """Return the share of the characters beyond ASCII that a text in a language may hold.

    Letters must be of the language; other characters must not stand inside a word.
    """
    high = [character for character in text if character > "\x7f"]
    wrong = sum(each.isalpha() and each.lower() not in letters for each in high)
    signs = sum(not each.isalpha() and each not in "’·" for each in _INSIDE_WORD.findall(text))
    return 1 - (wrong + signs + text.count("\ufffd")) / max(1, len(high))


def _hebrew(sample: bytes) -> str:
    text = sample.decode("cp1255", "replace")
    return "cp1255" if _HEBREW.fullmatch(text) and not _FINAL_WITHIN_WORD.search(text) else ""


def _cyrillic(sample: bytes) -> str:
    number = sum(byte > 0x7F for byte in sample)
    if number < _FEW_CYRILLIC_LETTERS:
        return ""

    def share(encoding: str) -> float:
        high = [each for each in sample.decode(encoding, "replace") if each > "\x7f"]
        return sum(each in _COMMON_CYRILLIC for each in high) / max(1, len(high))

    best = max(_CYRILLIC, key=share)
    min_share = _MIN_COMMON_CYRILLIC if number >= _MIN_CYRILLIC_LETTERS else _MIN_COMMON_OF_FEW
    if share(best) < min_share:
        return ""
    return "koi8_u" if best == "koi8_r" and _BOX_LINE.search(sample.decode(best)) else best


def _korean(sample: bytes) -> str:
    text = sample.decode("euc_kr", "replace")
    high = sum(each > "\x7f" for each in text)
    return "euc_kr" if len(_KOREAN.findall(text)) >= _MIN_KOREAN * max(1, high) else ""


def _likeliest(sample: bytes) -> str:
    # Only an import needs it, and it would delay the start of every process.
    from charset_normalizer import from_bytes

    matches = from_bytes(sample, cp_isolation=list(_CANDIDATES))
    best = matches.best()
    if best is None:
        return ""
    equal = [
        match.encoding
        for match in matches
        if match.chaos <= best.chaos and match.coherence >= best.coherence - _COHERENCE_TOLERANCE
    ]
    return min(equal, key=_CANDIDATES.index)
