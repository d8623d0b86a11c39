"""Pure: whether an address can be that of one article, judged by the address alone.

Only clear cases are excluded: the front page of a site or section, a list, a search, a private
host. If another page is accepted by mistake, comparing texts catches it (see `corpus.minhash`);
if an article's address is excluded by mistake, its bytes still identify it.
"""

import re
from collections.abc import Sequence
from ipaddress import ip_address
from urllib.parse import unquote

# Host names without a global meaning.
_PRIVATE_SUFFIXES = (
    ".localhost",
    ".local",
    ".localdomain",
    ".internal",
    ".lan",
    ".home.arpa",
    ".invalid",
)

_INDEX_PAGE = re.compile(r"(?:index|default|home|main|start)(?:\.[a-z]{3,5})?")
_FILE_SUFFIX = re.compile(r"\.(?:s?html?|php\d?|aspx?|jsp)")
_LANGUAGE = re.compile(r"([a-z]{2})(?:[-_](?:[a-z]{2}|hans|hant|latn|cyrl))?")
# Languages and editions by which sites are divided; other pairs of letters may mean anything.
_LANGUAGES = frozenset(
    "ar az be bg bn bs ca cs cy da de dv el en es et fa fi fr ga gl gu he hi hr hu hy id is it ja"
    " ka kk km kn ko ku ky lo lt lv mk ml mn mr ms mt my nb ne nl nn no pa pl ps pt ro ru sd si sk"
    " sl so sq sr sv sw ta te tg th tk tl tr tt uk ur uz vi zh cn jp kr ua us gb eu".split()
)
_SECTIONS = frozenset(
    "news newsroom latest breaking breaking-news live top-stories headlines world politics business"
    " economy economics finance markets money sport sports football opinion opinions comment"
    " commentisfree editorial editorials analysis culture arts entertainment lifestyle life style"
    " travel tech technology science health environment climate climate-change education media"
    " society national nation international foreign domestic local regional defence defense"
    " security war conflict conflicts investigations features video videos photos pictures podcasts"
    " africa asia asia-pacific asia-and-pacific americas latin-america north-america south-america"
    " europe middle-east mideast pacific oceania uk usa us-news uk-news world-news china russia"
    " ukraine india afghanistan iran israel syria"
    " archive archives articles stories posts blog blogs press press-releases releases publications"
    " amp mobile m rss feed feeds"
    " nachrichten politik wirtschaft welt ausland inland kultur gesellschaft wissen meinung"
    " schlagzeilen aktuell actualites actualite monde politique economie societe"
    " noticias mundo politica economia deportes sociedad internacional nacional notizie"
    " esteri cronaca mondo wiadomosci swiat polska haber haberler dunya gundem ekonomi spor"
    " novosti politika ekonomika mir obshchestvo sobytiya lenta novyny svit"
    " новости политика экономика мир общество спорт культура события новини світ економіка"
    " أخبار سیاست جهان".split()
)
# The word after one of these names a list of articles.
_LIST_NAMES = frozenset(
    "tag tags category categories kategorie categoria rubric rubrics rubrik rubrique section"
    " sections topics author authors autor autoren auteur keyword keywords label labels"
    " search".split()
)
_SEARCH_NAMES = frozenset(
    "search suche recherche buscar busca cerca zoeken szukaj ara poisk".split()
)
# Parameters of a front page that say how it is shown or what is searched for.
_DISPLAY_PARAMETERS = frozenset(
    "lang language hl locale setlang edition region amp output format view print theme mode mobile"
    " ref referrer referer src source from via sort order orderby offset s query search keyword"
    " keywords term cat category tag author m feed rss".split()
)
_NUMBER = re.compile(r"\d+")
_YEAR = re.compile(r"(?:19|20)\d\d")


def is_article_address(host: str, path: str, parameters: Sequence[str]) -> bool:
    """Whether the address with these parts can belong to a single article.

    `parameters` are its query parameters as "name=value", without tracking parameters:
    `is_article_address("bbc.com", "/news/", [])` is False,
    `is_article_address("bbc.com", "/news/world-1", [])` is True.

    """
    if _is_private(host):
        return False
    segments = [part for part in unquote(path).casefold().split("/") if part]
    if _SEARCH_NAMES.intersection(segments[-2:]) and len(segments) <= 3:
        return False
    return not _is_front_page(segments) or any(map(_identifies_article, parameters))


def _is_private(host: str) -> bool:
    """Whether a host is local or on a private network."""
    if host.endswith(_PRIVATE_SUFFIXES):
        return True
    if not (":" in host or host[-1:].isdigit()):
        return "." not in host
    try:
        return not ip_address(host).is_global
    except ValueError:
        return "." not in host


def _is_front_page(segments: Sequence[str]) -> bool:
    """Whether a path is the front page of a site or section, or a list of articles."""
    rest = list(segments)
    if rest and _INDEX_PAGE.fullmatch(rest[-1]):
        rest.pop()
    if rest and (language := _LANGUAGE.fullmatch(rest[0])) and language[1] in _LANGUAGES:
        rest.pop(0)
    if len(rest) >= 2 and rest[-2] == "page" and _NUMBER.fullmatch(rest[-1]):
        del rest[-2:]
    if len(rest) in (2, 3) and _YEAR.fullmatch(rest[0]):
        # The archive of a month or day; a longer path names one of its articles.
        return all(_NUMBER.fullmatch(part) and len(part) <= 2 for part in rest[1:])
    if len(rest) >= 2 and rest[-2] in _LIST_NAMES:
        rest = rest[:-2]
    elif rest:
        rest[-1] = _FILE_SUFFIX.sub("", rest[-1])
    return all(part in _SECTIONS or part in _LIST_NAMES for part in rest)


def _identifies_article(parameter: str) -> bool:
    """Whether a parameter of a front page may identify an article: p=123, id=7, q=node/5."""
    name, _, value = parameter.partition("=")
    name = unquote(name).casefold()
    if name == "q":
        return "/" in unquote(value)
    if name in ("page", "paged"):
        return not _NUMBER.fullmatch(value)
    return name not in _DISPLAY_PARAMETERS
