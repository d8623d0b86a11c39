"""The tags of languages by their names and by codes of three letters, as files state them."""

# A tag of BCP 47, then names in English and the language itself, then codes of ISO 639-2.
# Source: https://www.loc.gov/standards/iso639-2/php/code_list.php
_LINES = """
af afrikaans afr
am amharic አማርኛ amh
ar arabic العربية ara
az azerbaijani azeri azərbaycanca aze
be belarusian беларуская bel
bg bulgarian български bul
bn bengali bangla বাংলা ben
bs bosnian bosanski bos
ca catalan català cat
cs czech čeština cze ces
da danish dansk dan
de german deutsch ger deu
el greek ελληνικά gre ell
en english eng
es spanish español castellano spa
et estonian eesti est
fa persian farsi فارسی per fas
fi finnish suomi fin
fr french français fre fra
ha hausa hau
he hebrew עברית heb
hi hindi हिन्दी hin
hr croatian hrvatski hrv
hu hungarian magyar hun
hy armenian հայերեն arm hye
id indonesian ind
it italian italiano ita
ja japanese 日本語 jpn
ka georgian ქართული geo kat
kk kazakh қазақша kaz
ko korean 한국어 kor
ku kurdish kurdî kur
ky kyrgyz кыргызча kir
lt lithuanian lietuvių lit
lv latvian latviešu lav
mk macedonian македонски mac mkd
nl dutch nederlands dut nld
no norwegian norsk nor
pl polish polski pol
ps pashto پښتو pus
pt portuguese português por
ro romanian română rum ron
ru russian русский rus
sk slovak slovenčina slo slk
sl slovenian slovene slovenščina slv
so somali soomaali som
sq albanian shqip alb sqi
sr serbian српски srpski srp
sv swedish svenska swe
sw swahili kiswahili swa
ta tamil தமிழ் tam
tg tajik тоҷикӣ tgk
th thai ไทย tha
tr turkish türkçe tur
uk ukrainian українська ukr
ur urdu اردو urd
uz uzbek oʻzbekcha o'zbekcha uzb
vi vietnamese vie
zh chinese mandarin 中文 chi zho
"""
_NAMES: dict[str, str] = {}
_CODES: dict[str, str] = {}
for _tag, *_names in map(str.split, _LINES.split("\n")[1:-1]):
    for _name in _names:
        is_code = len(_name) == 3 and _name.isascii()
        (_CODES if is_code else _NAMES)[_name] = _tag


def language_of(name: str) -> str:
    """Return the tag of a language by its name in English or its own, "" if it is another.

    What stands behind a semicolon is left out.

    >>> language_of("English; Spanish"), language_of("rus")
    ('en', '')
    """
    return _NAMES.get(name.partition(";")[0].strip().casefold(), "")


def stated_language(words: str) -> str:
    """Return the tag of a language by its name or its code of three letters, "" if it is another.

    >>> stated_language("русский"), stated_language("rus"), stated_language("ru")
    ('ru', 'ru', '')
    """
    return language_of(words) or _CODES.get(words.strip().casefold(), "")
