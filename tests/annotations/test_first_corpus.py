"""The first corpus is true to its documents."""

import json
from hashlib import sha256
from itertools import combinations

from django.apps import apps
from django.core.management import call_command
from django.core.serializers import serialize
from django.test import TestCase

from annotations.anchoring.spans import describe
from annotations.first_corpus import FIXTURES
from annotations.models import (
    Claim,
    Evidence,
    Origin,
    Passage,
    PassagePerson,
    Placement,
    Publication,
    Relation,
    Tag,
)
from corpus.models import Article, Person, Snapshot, Source
from corpus.text import normalise, paragraphs

ROWS = json.loads((FIXTURES / "first_corpus.json").read_text(encoding="utf-8"))
ARTICLES = [row["fields"]["public_id"] for row in ROWS if row["model"] == "corpus.article"]
REUTERS, TASS, MATRIX_MAG, UNKNOWN, EASTERN_HERALD = ARTICLES
# Each article with its document: name, SHA-256 and bytes.
SEEDS = {
    REUTERS: (
        "000_66a65dd2edb2bc0f.txt",
        "b66eb9819098a97381fce1d3707119828b02a666658f1e60953ab233915c1dba",
        2265,
    ),
    TASS: (
        "001_c352610851cdc3eb.txt",
        "e519b1b218cbc2c2766b1719f818af4ff60dcbe2b117f35982f33eb7f90599bd",
        2131,
    ),
    MATRIX_MAG: (
        "002_0e9ee8998243e4fa.txt",
        "4d6fd159c9d8f704f45580af3cc5b3c4d7402cdeeb5011c0f13901a0af60a388",
        3512,
    ),
    UNKNOWN: (
        "003_7e12d9ebf49930aa.txt",
        "e6cd37cd4c581480339db78d14f50598d4c9c0675c3f2f0b071b308d66a5af6b",
        2172,
    ),
    EASTERN_HERALD: (
        "004_a8e74f24913346cb.txt",
        "814c491a9ec6a37d8fcd73dd028ab4853c61f7854f7a349eb6959015b7646a29",
        7867,
    ),
}
# What is page furniture, or the title, in each document: all that the text leaves out.
LEFT_OUT = {
    REUTERS: [
        "Russia says Afghan Taliban offensive running out of steam – report",
        "Exit mobile version",
    ],
    TASS: [
        "All news\nUpdated at:\xa0",
        "Taliban has no resources to seize Kabul, its offensive loses momentum — Russian diplomat",
    ],
    MATRIX_MAG: [
        "Why Does Russia See No Problem with Taliban Victories?",
        "Posted on 07/10/21\nBy Imtiaz Gul | Via MatrixMag",
        "\xa0",
        "Related video",
        "Check Also",
        "Book Review: The Tribal Pakhtun as ‘Fixer’",
        "Going by the warlike history of the region, ",
        "US Policy of ‘Pragmatic Engagement’ Risks Legitimatizing Taliban\xa0Rule",
        "The Biden administration has a choice: ",
        "Leave a Reply",
        "This site uses Akismet to reduce spam. Learn how your comment data is processed.",
    ],
    UNKNOWN: ["NATO Claims Russia Supplying Taliban", "Leave a Reply"],
    EASTERN_HERALD: ["© The Eastern Herald\nNo oligarch or politician dictates to us "],
}
EXPECTED_CLAIMS = [
    # What it says, who says it, when; the articles that report it, their origins counted once.
    ("lack the resources to take", "Alexander Bikantov", "5 August 2021", {REUTERS, TASS}, 1),
    ("gradually running out of steam", "Alexander Bikantov", "5 August 2021", {REUTERS, TASS}, 1),
    ("regained lost districts", "Alexander Bikantov", "5 August 2021", {REUTERS, TASS}, 1),
    ("80 to 100 new districts", "Alexander Bikantov", "5 August 2021", {TASS}, 1),
    ("30 districts in ten days", "Maria Zakharova", "1 July 2021", {MATRIX_MAG}, 1),
    ("some 120 districts", "reportedly", "10 July 2021", {MATRIX_MAG}, 1),
    ("left Bagram Air Base", "Fawad Aman", "July 2021", {MATRIX_MAG, EASTERN_HERALD}, 2),
    ("do not threaten the stability", "Russia", "July 2021", {MATRIX_MAG}, 1),
    ("not aimed at aggravating", "Maria Zakharova", "1 July 2021", {MATRIX_MAG}, 1),
    ("serious indirect threat", "Alexei Valyuzhenich", "July 2021", {EASTERN_HERALD}, 1),
    ("has no chance", "Alexei Valyuzhenich", "July 2021", {EASTERN_HERALD}, 1),
    ("at least 77 armoured vehicles", "Lostarmour", "July 2021", {EASTERN_HERALD}, 1),
    ("700 military vehicles", "Some analysts", "July 2021", {EASTERN_HERALD}, 1),
    ("perhaps supplying the Taliban", "Curtis Scaparrotti", "March 2017", {UNKNOWN}, 1),
    ("fabricated to justify", "Zamir Kabulov", "March 2017", {UNKNOWN}, 1),
    ("diplomatic cover", "John Nicholson", "February 2017", {UNKNOWN}, 1),
    ("exchanging information", "Zamir Kabulov", "2015", {UNKNOWN}, 1),
]


def claim_saying(words):
    return Claim.objects.get(statement__contains=words)


class FirstCorpus(TestCase):
    @classmethod
    def setUpTestData(cls):
        # Once for all: loading takes longer than all that is looked at here.
        call_command("load_first_corpus", verbosity=0)

    def test_snapshots_are_the_documents_byte_for_byte(self):
        kept = {
            snapshot.retrievals.get().article.public_id: (bytes(snapshot.content), snapshot)
            for snapshot in Snapshot.objects.all()
        }
        assert {
            article: (content, sha256(content).hexdigest(), snapshot.sha256, snapshot.size)
            for article, (content, snapshot) in kept.items()
        } == {
            article: ((FIXTURES / name).read_bytes(), digest, digest, size)
            for article, (name, digest, size) in SEEDS.items()
        }

    def test_texts_are_the_documents_without_title_and_furniture(self):
        for article in Article.objects.all():
            name, _, _ = SEEDS[article.public_id]
            seed = (FIXTURES / name).read_text(encoding="utf-8").split("\n\n")
            kept = [paragraph.text for paragraph in paragraphs(article.text)]
            assert [paragraph for paragraph in seed if paragraph in kept] == kept
            left_out = [paragraph for paragraph in seed if paragraph not in kept]
            begun = LEFT_OUT[article.public_id]
            assert [
                paragraph[: len(beginning)]
                for paragraph, beginning in zip(left_out, begun, strict=True)
            ] == begun

    def test_texts_are_normalised_and_equal_their_revisions(self):
        for article in Article.objects.all():
            normalised = normalise(article.text)
            assert (normalised.text, normalised.dropped) == (article.text, 0)
            assert article.revision.text == article.text

    def test_articles_are_dated_sourced_and_ordered(self):
        listed = [
            (article.public_id, str(article.published), article.source and article.source.name)
            for article in Article.objects.in_reading_order()
        ]
        assert listed == [
            (TASS, "5 August 2021", "TASS"),
            (REUTERS, "5 August 2021", "Reuters"),
            (MATRIX_MAG, "10 July 2021", "Matrix Mag"),
            (EASTERN_HERALD, "July 2021", "The Eastern Herald"),
            (UNKNOWN, "March 2017", None),
        ]

    def test_no_article_or_retrieval_has_an_invented_address(self):
        assert set(Article.objects.values_list("url", flat=True)) == {""}
        retrievals = Article.objects.values_list("retrievals__url", "retrievals__retrieved_at")
        assert set(retrievals) == {("", None)}

    def test_credits_name_who_stands_between(self):
        credits = {
            (credit.article.public_id, str(credit))
            for article in Article.objects.all()
            for credit in article.credits.all()
        }
        assert credits == {
            (REUTERS, "cites Interfax"),
            (MATRIX_MAG, "carried by an unnamed site, “Via MatrixMag”"),
            (UNKNOWN, "cites DefenseTalk.com"),
            (UNKNOWN, "cites BBC News"),
        }

    def test_sources_are_graded_as_examples_and_the_unknown_is_not(self):
        grades = {source.name: source.reliability for source in Source.objects.all()}
        assert grades == {
            "BBC News": "B",
            "DefenseTalk.com": "F",
            "Interfax": "C",
            "Matrix Mag": "F",
            "Reuters": "B",
            "TASS": "C",
            "The Eastern Herald": "F",
        }
        history = Source.objects.exclude(grades=None).values_list(
            "reliability", "grades__letter", "grades__reason"
        )
        assert sorted(history) == [
            (letter, letter, "example grade of the first corpus") for letter in "BBCC"
        ]

    def test_one_official_has_both_spellings(self):
        [official] = Person.objects.known_as("Alexander Vikantov")
        assert official.name == "Alexander Bikantov"
        assert set(
            Passage.objects.filter(people__person=official).values_list(
                "article__public_id", flat=True
            )
        ) == {REUTERS, TASS}

    def test_people_are_those_of_the_documents(self):
        expected = {
            "Ajmal Omar Shinwari": {REUTERS},
            "Alexander Bikantov": {REUTERS, TASS},
            "Alexei Valyuzhenich": {EASTERN_HERALD},
            "Ayaz Wazir": {MATRIX_MAG},
            "Curtis Scaparrotti": {UNKNOWN},
            "Emomali Rahmon": {EASTERN_HERALD},
            "Fawad Aman": {MATRIX_MAG},
            "Imtiaz Gul": {MATRIX_MAG},
            "John Nicholson": {UNKNOWN},
            "Maria Zakharova": {MATRIX_MAG},
            "Zamir Kabulov": {TASS, UNKNOWN},
        }
        links = PassagePerson.objects.filter(person__kind="person").select_related(
            "person", "passage__article"
        )
        found = {}
        for link in links:
            found.setdefault(link.person.name, set()).add(link.passage.article.public_id)
        assert found == expected

    def test_passages_stand_at_their_quotes(self):
        placements = Placement.objects.select_related("revision", "passage")
        assert len(placements) == Passage.objects.count()
        for placement in placements:
            text = placement.revision.text
            assert text[placement.start : placement.end] == placement.passage.quote
            [context] = describe(text, [(placement.start, placement.end)])
            assert (placement.prefix, placement.suffix) == (context.prefix, context.suffix)
            assert (placement.state, placement.score) == ("placed", 100.0)

    def test_passages_cover_every_way_of_overlapping(self):
        spans = Placement.objects.values_list("revision", "start", "end").order_by("start")
        pairs = [
            (first, second)
            for first, second in combinations(spans, 2)
            if first[0] == second[0] and second[1] < first[2]
        ]
        together = [pair for pair in pairs if pair[0][1] == pair[1][1]]
        nested = [pair for pair in pairs if pair[0][1] < pair[1][1] and pair[1][2] <= pair[0][2]]
        partial = [pair for pair in pairs if pair[0][1] < pair[1][1] and pair[1][2] > pair[0][2]]
        assert (len(together), len(nested), len(partial)) == (5, 7, 3)
        across = Passage.objects.filter(quote__contains="\n\n")
        assert [passage.article.public_id for passage in across] == [REUTERS]

    def test_every_passage_is_tagged_from_a_codebook_with_definitions(self):
        assert Tag.objects.count() == 13
        assert not Tag.objects.filter(definition="").exists()
        assert not Passage.objects.filter(tag_links=None).exists()
        assert not Tag.objects.filter(passagetag_links=None).exists()

    def test_the_corpus_is_as_large_as_it_says(self):
        passages = [
            Passage.objects.filter(article__public_id=article).count() for article in ARTICLES
        ]
        assert passages == [16, 13, 13, 12, 23]
        assert Claim.objects.count() == 22
        assert Claim.objects.filter(status="published").count() == 20
        assert Claim.objects.filter(status="draft").count() == 2
        assert Origin.objects.count() == 8

    def test_claims_have_their_speakers_dates_and_reports(self):
        found = []
        for words, *_ in EXPECTED_CLAIMS:
            claim = claim_saying(words)
            record = claim.publication.content
            articles = {
                evidence.passage.article.public_id
                for evidence in claim.evidence.filter(stance="reports")
            }
            who = claim.speaker.name if claim.speaker else claim.attribution
            found.append(
                (words, who, str(claim.said), articles, record["counts"]["reports"]["origins"])
            )
        assert found == EXPECTED_CLAIMS

    def test_two_reports_of_one_briefing_count_once(self):
        counts = claim_saying("lack the resources to take").publication.content["counts"]
        assert counts["reports"]["words"] == "2 reports from 1 independent origin"

    def test_published_claims_are_frozen_once_with_their_relations_from_both_sides(self):
        assert set(Publication.objects.values_list("number", flat=True)) == {1}
        assert {claim.status_words for claim in Claim.objects.all()} == {"draft", "published"}
        faces = {
            claim: [
                (relation["words"], relation["claim"]["statement"])
                for relation in claim_saying(claim).publication.content["relations"]
            ]
            for claim in ["lack the resources to take", "has no chance", "indirect threat"]
        }
        assert {claim: sorted(found) for claim, found in faces.items()} == {
            "lack the resources to take": [
                ("contradicts", claim_saying("has no chance").statement),
                ("supported by", claim_saying("regained lost").statement),
            ],
            "has no chance": [
                ("contradicts", claim_saying("lack the resources to take").statement),
                ("supported by", claim_saying("combat effectiveness").statement),
            ],
            # The claim about the border supports it too, but is a draft.
            "indirect threat": [("contradicts", claim_saying("do not threaten").statement)],
        }

    def test_claims_are_related_as_the_documents_stand(self):
        related = {
            (relation.from_claim.statement, relation.kind, relation.to_claim.statement)
            for relation in Relation.objects.select_related("from_claim", "to_claim")
        }
        expected = [
            ("has no chance", "contradicts", "lack the resources to take"),
            ("regained lost districts", "supports", "lack the resources to take"),
            ("combat effectiveness", "supports", "has no chance"),
            ("30 districts in ten days", "supports", "80 to 100 new districts"),
            ("80 to 100 new districts", "supports", "some 120 districts"),
            ("77 armoured vehicles", "supports", "700 military vehicles"),
            ("fabricated to justify", "contradicts", "perhaps supplying"),
            ("diplomatic cover", "supports", "perhaps supplying"),
            ("not aimed at aggravating", "supports", "do not threaten"),
            ("serious indirect threat", "contradicts", "do not threaten"),
            ("control of the border", "supports", "serious indirect threat"),
        ]
        assert related == {
            (claim_saying(one).statement, kind, claim_saying(other).statement)
            for one, kind, other in expected
        }

    def test_bare_denials_are_evidence_against(self):
        denials = Evidence.objects.filter(stance="contradicts").values_list(
            "claim__statement", "passage__quote"
        )
        assert set(denials) == {
            (
                claim_saying("some 120").statement,
                "these numbers are disputed by officials in Kabul",
            ),
            (claim_saying("perhaps supplying").statement, "These claims are absolutely false"),
        }

    def test_every_claim_says_why(self):
        assert not Evidence.objects.filter(why="").exists()
        assert not Claim.objects.filter(evidence=None).exists()
        assert set(Claim.objects.values_list("verdict", flat=True)) == {""}

    def test_fixture_names_no_primary_key(self):
        assert {frozenset(row) for row in ROWS} == {frozenset({"model", "fields"})}

    def test_fixture_has_all_that_is_derived_as_the_models_derive_it(self):
        """Only `sort_key` is given on loading; all else can be trusted as it stands there."""
        loaded = {}
        for model in {row["model"] for row in ROWS}:
            rows = apps.get_model(model)._base_manager.order_by("pk")
            loaded[model] = iter(json.loads(serialize("json", rows, use_natural_foreign_keys=True)))
        for row in ROWS:
            fields = next(loaded[row["model"]])["fields"]
            assert {name: fields[name] for name in row["fields"]} == row["fields"]
        assert {model: list(rest) for model, rest in loaded.items()} == {
            model: [] for model in loaded
        }
