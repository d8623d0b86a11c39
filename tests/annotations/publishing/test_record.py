import json
from hashlib import sha256

import pytest

from annotations.models import (
    Placement,
    PlacementState,
    Publication,
    QuotedSpan,
    RelationKind,
    Stance,
)
from annotations.passages import editing
from annotations.publishing.record import PublicationRefused, canonical_json
from corpus.models import Revision, acting
from corpus.models.correction import correct
from tests.support.acts import act
from tests.support.factories import (
    EDITORS,
    make_article,
    make_claim,
    make_evidence,
    make_origin,
    make_passage,
    make_person,
    make_published_claim,
    make_relation,
    make_source,
    make_user,
)

pytestmark = pytest.mark.django_db


def record_of(claim):
    claim.refresh_from_db()
    return claim.publication.content


def test_canonical_json_has_one_form():
    assert canonical_json({"b": [1, None], "a": "Кабул “fell” </script>"}) == (
        '{"a":"Кабул “fell” </script>","b":[1,null]}'
    )


def test_the_record_holds_the_claim_as_it_was_published():
    editor = make_user(EDITORS)
    reuters = make_source("Reuters", reliability="B")
    article = make_article(
        "He said: Kabul fell.",
        title="Momentum",
        published="2021-08-05",
        source=reuters,
        url="https://news.example/a",
    )
    passage = make_passage(article, "Kabul fell.", note="private note")
    bikantov = make_person("Alexander Bikantov")
    claim = make_claim(
        "Kabul fell",
        speaker=bikantov,
        said="2021-08",
        credibility=4,
        verdict="premature",
        tags=["cities"],
    )
    briefing = make_origin("Weekly briefing", kind="briefing", dated="2021-08-05")
    evidence = make_evidence(claim, passage, origin=briefing, why="Quotes Interfax.")
    publication = act(editor, claim.publish)
    tag = claim.tag_links.get().tag
    assert record_of(claim) == {
        "format": 1,
        "id": claim.public_id,
        "number": 1,
        "published_at": publication.published_at.isoformat(timespec="seconds"),
        "statement": "Kabul fell",
        "slug": "kabul-fell",
        "speaker": {
            "id": bikantov.public_id,
            "name": "Alexander Bikantov",
            "kind": "person",
        },
        "attribution": "",
        "said": "2021-08",
        "credibility": {"figure": 4, "words": "doubtful"},
        "verdict": "premature",
        "tags": [{"name": "cities", "hue": tag.hue}],
        "evidence": [
            {
                "id": evidence.public_id,
                "stance": "reports",
                "passage": passage.public_id,
                "quote": "Kabul fell.",
                "why": "Quotes Interfax.",
                "origin": {
                    "id": briefing.public_id,
                    "name": "Weekly briefing",
                    "kind": "briefing",
                    "dated": "2021-08-05",
                },
                "grade": {"letter": "B", "words": "usually reliable"},
                "article": {
                    "id": article.public_id,
                    "title": "Momentum",
                    "has_title": True,
                    "url": "https://news.example/a",
                    "language": "en",
                    "dir": "ltr",
                    "published": "2021-08-05",
                    "source": {"id": reuters.public_id, "name": "Reuters"},
                },
            }
        ],
        "counts": {
            "reports": {
                "articles": 1,
                "origins": 1,
                "words": "1 report from 1 independent origin",
                "reason": "It comes from one briefing: Weekly briefing, 5 August 2021.",
            },
            "supports": {
                "articles": 0,
                "origins": 0,
                "words": "Supported by no articles",
                "reason": "",
            },
            "contradicts": {
                "articles": 0,
                "origins": 0,
                "words": "Contradicted by no articles",
                "reason": "",
            },
        },
        "relations": [],
    }


def test_the_record_is_canonical_and_its_digest_is_kept():
    publication = make_published_claim("Кабул fell").publication
    record = json.loads(publication.record)
    assert canonical_json(record) == publication.record
    assert publication.sha256 == sha256(publication.record.encode()).hexdigest()


def test_the_record_keeps_the_grade_of_its_day():
    source, editor = make_source(reliability="B"), make_user(EDITORS)
    claim = make_published_claim(passage=make_passage(make_article(source=source)))
    act(editor, source.grade, "E", "It made one up.")
    assert record_of(claim)["evidence"][0]["grade"]["letter"] == "B"
    act(editor, claim.publish)
    assert record_of(claim)["evidence"][0]["grade"]["letter"] == "E"


def test_an_unknown_publisher_cannot_be_judged():
    record = record_of(make_published_claim())
    assert record["evidence"][0]["grade"] == {"letter": "F", "words": "cannot be judged"}
    assert record["evidence"][0]["article"]["source"] is None


def test_an_untitled_article_goes_by_its_first_sentence():
    article = make_article("It fell. Nobody saw it.", title="")
    record = record_of(make_published_claim(passage=make_passage(article)))
    assert record["evidence"][0]["article"]["title"] == "It fell."
    assert record["evidence"][0]["article"]["has_title"] is False


def test_what_is_edited_later_stays_out_of_the_record():
    claim = make_published_claim("Kabul fell", attribution="reportedly")
    before = claim.publication.record
    by = make_user()
    act(by, claim.edit, claim.version, statement="Private", attribution="reportedly")
    make_evidence(claim, by=by)
    claim.refresh_from_db()
    assert claim.publication.record == before


def test_only_relations_to_published_claims_are_frozen():
    claim, public, draft = make_claim(), make_published_claim("Public"), make_claim("Draft")
    withdrawn = make_published_claim("Withdrawn")
    act(make_user(EDITORS), withdrawn.withdraw)
    for other in (public, draft, withdrawn):
        make_relation(claim, other, RelationKind.CONTRADICTS)
    act(make_user(EDITORS), claim.publish)
    statements = [part["claim"]["statement"] for part in record_of(claim)["relations"]]
    assert statements == ["Public"]


def test_a_related_claim_reads_as_it_was_published():
    public = make_published_claim("As published", speaker=make_person("Zamir Kabulov"))
    act(make_user(), public.edit, public.version, statement="Private", attribution="secretly")
    claim = make_claim()
    relation = make_relation(public, claim, RelationKind.CORRECTS)
    act(make_user(EDITORS), claim.publish)
    assert record_of(claim)["relations"] == [
        {
            "id": relation.public_id,
            "kind": "corrects",
            "words": "corrected by",
            "claim": {
                "id": public.public_id,
                "statement": "As published",
                "by": "Zamir Kabulov",
                "has_speaker": True,
                "said": None,
                "path": f"/claims/{public.public_id}/as-published/",
            },
        }
    ]


def test_claims_published_together_name_each_other():
    first, second, editor = make_claim("First"), make_claim("Second"), make_user(EDITORS)
    make_relation(first, second)
    for claim in (first, second):
        act(editor, claim.publish, together_with=[first, second])
    others = [record_of(claim)["relations"][0]["claim"] for claim in (first, second)]
    assert [(other["statement"], other["path"]) for other in others] == [
        ("Second", second.get_absolute_url()),
        ("First", first.get_absolute_url()),
    ]


def test_a_claim_of_nobody_is_refused():
    claim = make_claim(attribution="")
    with pytest.raises(PublicationRefused) as refused:
        act(make_user(EDITORS), claim.publish)
    assert refused.value.reasons == [
        "No speaker is given. Name a speaker or, if the document names none, enter its words "
        "as the attribution."
    ]
    assert Publication.objects.count() == 0


def test_a_quote_over_1000_code_points_is_refused():
    article = make_article("é" * 9_000, title="Long")
    claim = make_claim()
    make_evidence(claim, make_passage(article, "é" * 1_001))
    with pytest.raises(PublicationRefused) as refused:
        act(make_user(EDITORS), claim.publish)
    assert refused.value.reasons == [
        "A quote from “Long” has 1,001 characters; the limit for a published quote is 1,000."
    ]


def words(count):
    """A text of words of ten code points each, all different."""
    return "".join(f"{number:09d} " for number in range(count))


def quoting(article, start, end, status="published"):
    """A claim that quotes a part of an article, published, withdrawn, deleted or a draft."""
    claim, editor = make_claim(), make_user(EDITORS)
    make_evidence(claim, make_passage(article, article.text[start:end], start=start))
    if status != "draft":
        act(editor, claim.publish)
    if status == "withdrawn":
        act(editor, claim.withdraw)
    if status == "deleted":
        act(editor, claim.remove)
    return claim


def refusal(claim):
    with pytest.raises(PublicationRefused) as refused:
        act(make_user(EDITORS), claim.publish)
    return refused.value.reasons


def test_quotes_of_all_published_claims_share_the_ration():
    article = make_article(words(400), title="Long")
    quoting(article, 0, 500)
    quoting(article, 400, 900)
    claim = quoting(article, 890, 1_010, status="draft")
    assert refusal(claim) == [
        "Quotes would take 1,010 of the 4,000 characters of “Long” (25.2 %), including those "
        "in other published claims. The limit is 600 or a quarter (1,000), whichever is more."
    ]
    assert quoting(article, 890, 1_000).is_published


@pytest.mark.parametrize("status", ["draft", "withdrawn", "deleted"])
def test_claims_that_do_not_stand_take_nothing_of_the_ration(status):
    article = make_article(words(400))
    quoting(article, 0, 900, status=status)
    assert quoting(article, 2_000, 2_900).is_published


def test_earlier_publications_take_nothing_of_the_ration():
    article = make_article(words(400))
    claim, editor = quoting(article, 0, 900), make_user(EDITORS)
    act(editor, claim.evidence.get().remove)
    make_evidence(claim, make_passage(article, article.text[1_000:1_900], start=1_000))
    act(editor, claim.publish)
    assert quoting(article, 1_900, 2_000).is_published


def test_words_that_strangers_read_count_after_their_passage_was_moved():
    article = make_article(words(400), title="Long")
    claim, editor = quoting(article, 0, 900), make_user(EDITORS)
    act(editor, editing.move, claim.evidence.get().passage, (2_000, 2_010), 1, 1)
    assert refusal(quoting(article, 1_000, 1_200, status="draft")) == [
        "Quotes would take 1,110 of the 4,000 characters of “Long” (27.8 %), including those "
        "in other published claims. The limit is 600 or a quarter (1,000), whichever is more."
    ]


def test_words_count_once_while_their_passage_stands():
    article = make_article(words(400), title="Long")
    quoting(article, 0, 900)
    act(make_user(EDITORS), correct, article, article.text + " And more.", "As printed.")
    assert quoting(article, 900, 1_000).is_published


def test_words_count_after_their_passage_was_moved_in_a_later_text():
    article = make_article(words(400).rstrip(), title="Long")
    claim, editor = quoting(article, 0, 900), make_user(EDITORS)
    act(editor, correct, article, f"{article.text}\n\nAnd more.", "As printed.")
    act(editor, editing.move, claim.evidence.get().passage, (2_000, 2_010), 2, 1)
    assert len(refusal(quoting(article, 1_000, 1_200, status="draft"))) == 1


def test_other_articles_have_their_own_ration():
    quoting(make_article(words(400)), 0, 900)
    assert quoting(make_article(words(400)), 0, 900).is_published


def correct_text(article, text, moves):
    """A new revision in which passages are placed as `moves` says: (passage, start, end, state)."""
    by = make_user(EDITORS)
    with acting("article.correct", by):
        number = article.revision_number + 1
        revision = Revision.objects.create(
            article=article, number=number, text=text, reason="Corrected.", created_by=by
        )
        for passage, start, end, state in moves:
            Placement.objects.create(
                passage=passage, revision=revision, start=start, end=end, state=state
            )
        article.text, article.revision_number = text, number
        article.save()


def test_a_quote_that_moved_is_united_where_it_stands_now():
    text = words(400)
    article = make_article(text)
    first = quoting(article, 0, 900)
    passage = first.evidence.get().passage
    correct_text(article, "New first line.\n" + text, [(passage, 16, 916, PlacementState.PLACED)])
    assert quoting(article, 16, 916).is_published
    assert refusal(quoting(article, 2_000, 2_200, status="draft"))[0].startswith(
        "Quotes would take 1,100 of the 4,016 characters"
    )


def test_a_quote_that_stands_only_in_an_older_text_is_added():
    text = words(400)
    article = make_article(text)
    passage = quoting(article, 0, 900).evidence.get().passage
    correct_text(article, text, [(passage, 0, 900, PlacementState.NEEDS_REVIEW)])
    assert refusal(quoting(article, 0, 200, status="draft"))[0].startswith(
        "Quotes would take 1,100 of the 4,000 characters"
    )


def test_all_reasons_are_given_at_once():
    claim = make_claim(attribution="")
    make_evidence(claim, make_passage(make_article(words(400)), words(110)))
    assert len(refusal(claim)) == 3


def test_a_publication_notes_what_it_quotes():
    article = make_article(words(400))
    claim = quoting(article, 10, 30)
    spans = QuotedSpan.objects.values_list("publication__claim", "revision_number", "start", "end")
    assert list(spans) == [(claim.pk, 1, 10, 30)]


def test_evidence_of_a_deleted_passage_is_published_still():
    claim = make_claim()
    evidence = make_evidence(claim)
    act(make_user(), evidence.passage.remove)
    act(make_user(EDITORS), claim.publish)
    assert [part["id"] for part in record_of(claim)["evidence"]] == [evidence.public_id]


def test_stances_are_counted_apart_in_the_record():
    claim = make_claim()
    for stance in Stance:
        make_evidence(claim, stance=stance)
    act(make_user(EDITORS), claim.publish)
    counts = record_of(claim)["counts"]
    assert {stance: count["articles"] for stance, count in counts.items()} == {
        "reports": 1,
        "supports": 1,
        "contradicts": 1,
    }
