"""Tells pages that refuse access, ask for consent or want a subscription from articles.

Such a page is stored by the same program as the articles, with the status of one. It has few words,
and a title, an address or sentences that articles rarely have. One sign alone says nothing: a short
report may be about a page that was not found.
"""

import re

# Code points. A longer text is an article, whatever stands in it.
MAX_LENGTH = 3000
# So short that a sentence near its beginning counts as two signs.
_TINY_LENGTH = 250
_START_LENGTH = 30
# Code points of a text for each of its signs.
_LENGTH_PER_SIGN = 600
_MIN_SIGNS = 2
_MAX_SITE_WORDS = 4
_QUOTE_LENGTH = 80

_CODE = r"(?:4(?:0[0-9]|10|29|51)|50[0-4]|1020)"
_TITLES = (
    "not found|page not found|(?:this )?page (?:could not|cannot|can't) be found|file not found|"
    "(?:this )?page (?:isn't available|unavailable|does not exist)|access (?:denied|blocked)|"
    "(?:you have been |request )?blocked|forbidden|unauthorized|service unavailable|bad gateway|"
    "gateway time-?out|too many requests|internal server error|just a moment|attention required|"
    "(?:are you|you are not) a robot|robot check|security (?:check|verification)|captcha|"
    "human verification|verify(?:ing)? (?:that )?you are (?:a )?human|checking your browser|"
    "one more step|before you continue|we value your privacy|cookie consent|"
    "your privacy choices|unavailable (?:for|due to) legal reasons|error|oops|client challenge|"
    "sign in|log ?in|subscribe to (?:continue|read)|"
    "(?:die )?seite (?:wurde )?nicht gefunden|nicht gefunden|zugriff verweigert|"
    "zugang verweigert|sicherheits(?:prüfung|überprüfung)|bevor (?:sie|du) fortf(?:ahren|ährst)|"
    "page (?:introuvable|non trouvée)|accès (?:refusé|interdit)|un instant|"
    "p[áa]gina no encontrada|acceso denegado|un momento|pagina non trovata|accesso negato|"
    "página não encontrada|acesso negado|pagina niet gevonden|toegang geweigerd|"
    "страница не найдена|доступ (?:запрещ[её]н|ограничен)|strona nie (?:została )?znaleziona|"
    "nie znaleziono strony|odmowa dostępu|sayfa bulunamadı|erişim engellendi|"
    "الصفحة غير موجودة|تم رفض الوصول|页面不存在|页面未找到|访问被拒绝|禁止访问|"
    "ページが見つかりません|アクセスが拒否されました"
)
_TITLE = re.compile(
    rf"(?:(?:http|error|fehler|erreur|ошибка)[\s:]*)*(?:{_CODE}|(?=\D))[\s:–—-]*"
    rf"(?:sorry,? |oops!? )?(?:{_TITLES}|)"
    rf"|(?:http|error|fehler|erreur)[\s:]+{_CODE}\b.{{,30}}"
)
_BETWEEN_PARTS = re.compile(r"\s+[|·•»–—-]\s+|\s*\|\s*")
_TITLE_ENDS = " \t.…!?"

_ADDRESS = re.compile(
    r"//consent\.|[/?&=](?:404|403|captcha|cdn-cgi|consent|cookie-?wall|access-?denied|"
    r"errors?|not-?found|paywall|log-?in|sign-?in|challenge)(?:\.\w{3,5}|[/?&#=]|$)"
)

# A text without any of these has none of the sentences below; this is cheap to tell. Of the longer
# pages all have one of the first.
_STEMS = ("ookie", "aptcha", "obot", "ubscri", "avaScript", "bonn")
_SHORT_STEMS = (
    *_STEMS, "APTCHA", " bot", " JS", "ermission to", "been denied", "been blocked", "unusual",
    "verify", "page you", "not exist", "Ray ID", "many requests", "egal reasons", "your region",
    "your country", "your privacy", "artners", "Seite", "page que", "ágina que", "pagina ",
    "ontinue read", "article limit", "eiterlesen", "suscript", "траниц", "подпис",
)  # fmt: skip
_SHORT_LENGTH = 400
# Each with words without one of which it is in no text; these are quickly looked for.
_SENTENCES = tuple(
    (words.split("|"), re.compile(pattern))
    for words, pattern in (
        (
            "page ",
            r"page (?:that )?you(?: are|'re| were)? (?:looking for|requested|tried|trying to)",
        ),
        ("exist", r"(?:page|address|url|file|resource) (?:does not|doesn't|no longer) exists?\b"),
        ("page |404|error 40", r"page (?:was|could|can) ?not (?:be )?found|\b404\b|error 40[0-9]"),
        (
            "permission|authori",
            r"you (?:do not|don't) have permission|not authori[sz]ed to (?:view|access)",
        ),
        (
            "access ",
            r"access (?:to this (?:page|site|website) )?(?:has been|is|was) (?:denied|blocked)",
        ),
        (
            "human|not a ",
            r"(?:verify|confirm|check)(?:ing)? (?:that |if )?you(?: a|')re (?:a )?(?:human|not a )",
        ),
        (
            "bot|unusual |automated ",
            r"(?:not|are you) a (?:ro)?bot\b|unusual (?:traffic|activity)|automated requests",
        ),
        (
            "enable |checking ",
            r"enable (?:javascript and|js|cookies)|checking (?:your browser|if the site)",
        ),
        (
            "captcha|challenge|security check",
            r"(?:complete|solve) the (?:security check|captcha|challenge)",
        ),
        (
            "ray id|reference #|cloudflare|request id",
            r"\bray id\b|reference #\s?[0-9]|cloudflare|request id\b",
        ),
        (
            "many requests|temporarily |try again ",
            r"too many requests|temporarily (?:unavailable|blocked)|try again (?:later|in a few)",
        ),
        ("cookies", r"(?:site|website|page) uses cookies|(?:we|partners)(?: \w+)? use cookies"),
        (
            "we and our |your privacy",
            r"we and our (?:[0-9,.]+ )?(?:partners|vendors)|(?:we|about) (?:value )?your privacy",
        ),
        (
            "cookies|accept all|reject all|manage ",
            r"accept (?:all|cookies)|reject all|manage (?:your )?(?:cookies|preferences|choices)",
        ),
        (
            "not available|legal reasons",
            r"not available in your (?:region|country|location)|(?:for|due to) legal reasons",
        ),
        (
            "seite |berechtigung",
            r"seite (?:konnte|wurde|existiert|ist) (?:leider )?nicht|keine berechtigung",
        ),
        (
            "roboter|cookies",
            r"kein roboter|wir (?:und unsere (?:[0-9]+ )?partner )?(?:verwenden|nutzen) cookies",
        ),
        ("akzeptieren|cookies ", r"alle akzeptieren|cookies (?:zustimmen|akzeptieren)"),
        (
            "page que |autorisation",
            r"page que vous (?:recherchez|demandez|cherchez)|vous n'avez pas l'autorisation",
        ),
        (
            "partenaires|accepter|refuser",
            r"nos partenaires|tout (?:accepter|refuser)|accepter (?:les cookies|et fermer)",
        ),
        (
            "página |aceptar |nuestros ",
            r"página que (?:buscas?|usted|está)|aceptar (?:todas?|cookies)|nuestros socios",
        ),
        ("pagina |accetta ", r"pagina (?:che stai cercando|richiesta)|accetta (?:tutti|i cookie)"),
        (
            "страниц|робот|cookie",
            r"запрашиваем\w+ страниц|вы не робот|используем (?:файлы )?cookie",
        ),
    )
)
_PAYWALLS = re.compile(
    r"(?:subscribe|sign up|register|log ?in|sign in)(?: now| here| or \w+)? to (?:continue|read)\b"
    r"|continue reading (?:with|by|for)|already a subscriber|to (?:continue|keep) reading"
    r"|(?:article|story|content) is (?:only |exclusively )?(?:for|available to|reserved for)"
    r"(?: \w+)? (?:subscribers|members)|(?:free|monthly) article limit|your free articles"
    r"|jetzt (?:abonnieren|weiterlesen)|(?:nur )?für abonnenten|weiterlesen mit\b"
    r"|réservé (?:aux|à nos) abonnés|il vous reste \S+ % de cet article"
    r"|(?:solo|exclusivo) para suscriptores|riservato agli abbonati|alleen voor abonnees"
    r"|только (?:для|по) подпис"
)

_REFUSES = "This looks like a page that refuses access, not an article: {}."
_IS_PAYWALLED = "The text may be cut where the page asks for a subscription: {}."


def access_remark(title: str, text: str, url: str) -> str:
    """Return a sentence for an editor if a text is that of a page which keeps its readers out.

    "" for an article. `title` and `url` are those of the record, "" if unknown.

    >>> access_remark("404 Not Found", "The page you requested was not found.", "")[:48]
    'This looks like a page that refuses access, not '
    """
    if len(text) > MAX_LENGTH:
        return ""
    first_line = text.strip().partition("\n")[0]
    signs = _title_signs(title or first_line)
    signs += bool(url and _ADDRESS.search(url.lower()))
    stems = _STEMS if len(text) > _SHORT_LENGTH else _SHORT_STEMS
    if not signs and not any(map(text.__contains__, stems)):
        return ""
    lower = text.lower().replace("’", "'")
    sentences = [
        match
        for words, pattern in _SENTENCES
        if any(map(lower.__contains__, words))
        if (match := pattern.search(lower))
    ]
    # A report may quote two such sentences; it does not begin with them.
    begins_so = any(match.start() <= _START_LENGTH for match in sentences)
    signs += len(sentences) if signs or begins_so else len(sentences) // 2
    signs += begins_so and len(text) <= _TINY_LENGTH
    if signs >= _MIN_SIGNS and len(text) <= _LENGTH_PER_SIGN * signs:
        return _REFUSES.format(_quoted(first_line))
    paywall = _PAYWALLS.search(lower)
    return _IS_PAYWALLED.format(_quoted(_line_around(text, paywall.start()))) if paywall else ""


def _title_signs(title: str) -> int:
    """Return 2 for a title that only such pages have, 1 if the name of a site stands beside it."""
    if len(title) > _QUOTE_LENGTH:
        return 0
    parts = [part.strip(_TITLE_ENDS) for part in _BETWEEN_PARTS.split(title.lower())]
    are_signs = [bool(part and _TITLE.fullmatch(part.replace("’", "'"))) for part in parts]
    others = [part for part, is_sign in zip(parts, are_signs, strict=True) if not is_sign]
    if not any(are_signs) or any(len(part.split()) > _MAX_SITE_WORDS for part in others):
        return 0
    return 1 if others else 2


def _line_around(text: str, position: int) -> str:
    return text[text.rfind("\n", 0, position) + 1 :].partition("\n")[0]


def _quoted(line: str) -> str:
    line = " ".join(line.split())
    return f"“{line[:_QUOTE_LENGTH]}…”" if len(line) > _QUOTE_LENGTH else f"“{line}”"
