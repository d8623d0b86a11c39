"""The kind of the Action that each form records, whatever function does its work."""

import pytest

from annotations.models import Dismissal, SavedSearch
from corpus.models import Action, Source
from tests.annotations.codebook.test_codebook_import import confirm, upload
from tests.support.admin_pages import fill, page_for, page_of, run_action
from tests.support.factories import (
    ADMINISTRATORS,
    make_article,
    make_claim,
    make_evidence,
    make_passage,
    make_person,
    make_published_claim,
    make_relation,
    make_source,
    make_tag,
    make_user,
)

pytestmark = pytest.mark.django_db

TEXT = "The convoy left at dawn. Nobody saw it. The convoy came back."


class Sender:
    """Sends the forms of an administrator."""

    def __init__(self, client):
        self.client, self.member, self._seen = client, make_user(ADMINISTRATORS), 0
        client.force_login(self.member)

    def send(self, row, page, **typed):
        folder = {"person": "people", "evidence": "evidence"}.get(
            row._meta.model_name, f"{row._meta.model_name}s"
        )
        return self.client.post(f"/{folder}/{row.public_id}/{page}/", typed)

    @property
    def kind(self):
        """The kind of the Action recorded since this was read last, or None."""
        action = Action.objects.filter(by=self.member, pk__gt=self._seen).order_by("-pk").first()
        self._seen = action.pk if action else self._seen
        return action and action.kind


@pytest.fixture
def sender(client):
    return Sender(client)


def test_marking(sender):
    article = make_article(TEXT)
    marking = {"revision": 1, "start": 0, "end": 10, "quote": "The convoy", "tags": "cities"}
    sender.send(article, "passages", **marking)
    assert sender.kind == "passage.create"

    passage = article.passages.get()
    places = [f"{make_article(TEXT).public_id} 1 {span}" for span in ("0-10", "40-50")]
    sender.send(passage, "places", place=places[:1])
    assert sender.kind == "passage.create"
    places.append(f"{article.public_id} 1 40-50")
    sender.send(passage, "places", shown=places[1:], all="on")
    assert sender.kind == "passage.places"
    sender.send(article, "passages/tags", passages=passage.public_id, tags="new")
    assert sender.kind == "passage.retag"
    sender.send(passage, "edit", note="Mine.", version=2)
    assert sender.kind == "passage.edit"
    sender.send(passage, "delete")
    assert sender.kind == "passage.delete"


def test_boundaries(sender):
    article = make_article(TEXT)
    passage, other = make_passage(article, "The convoy left"), make_passage(article, "Nobody")
    forms = [
        {"do": "move", "start": 4, "end": 15},
        {"do": "add_piece", "start": 40, "end": 50},
        {"do": "take_piece", "piece": 1},
        {"do": "split", "at": 11},
        {"do": "join", "others": other.public_id},
    ]
    for version, form in enumerate(forms, 1):
        sender.send(passage, "mend", revision=1, version=version, **form)
        assert sender.kind == f"passage.{form['do']}"


def test_corrections_and_reviews(sender):
    article = make_article("It left.\n\nNobody saw it return, they said.\n\nSo they said.")
    quotes = ["Nobody saw it return, they said", "So they said", "It left"]
    proposed, lost, removed = [make_passage(article, quote) for quote in quotes]
    text = "Nobody there saw it return, they said."
    sender.send(article, "correct", text=text, reason="As printed.", version=1, revision=1)
    assert sender.kind == "article.correct"

    sender.send(proposed, "review", do="confirm", revision=2, version=1)
    assert sender.kind == "passage.confirm"
    sender.send(lost, "review", do="place", start=0, end=10, revision=2, version=1)
    assert sender.kind == "passage.place"
    sender.send(removed, "review", do="set_aside", revision=2, version=1)
    assert sender.kind == "passage.set_aside"


def test_reading(sender):
    article = make_article(TEXT)
    sender.send(article, "state", state="done")
    assert sender.kind == "article.mark"
    sender.send(article, "assign", member=sender.member.username)
    assert sender.kind == "article.assign"
    for wish in ("hide", "show"):
        sender.client.post("/colleagues/", {"colleagues": wish})
        assert sender.kind == f"member.{wish}"
    sender.client.post("/search/saved/", {"name": "Convoys", "query": "q=convoy"})
    assert sender.kind == "search.save"
    saved = SavedSearch.objects.get()
    sender.client.post(f"/search/saved/{saved.public_id}/forget/")
    assert sender.kind == "search.forget"
    sender.client.post(f"/actions/{Action.objects.latest('pk').pk}/undo/")
    assert sender.kind == "action.undo"


def test_suggestions(sender):
    person = make_person("Zamir Kabulov")
    make_passage(make_article("The road was cut."), "The road", tags=["roads"])
    article = make_article("Zamir Kabulov came. Zamir Kabulof left. The road. The road. Z.")

    def choose(choice):
        sender.send(article, "suggestions", choice=choice)
        return sender.kind

    about = person.public_id
    assert choose(f"dismiss {about} 0-13") == "suggestion.dismiss"
    assert choose(f"restore {Dismissal.objects.get().pk}") == "dismissal.delete"
    assert choose(f"dismiss {about}") == "suggestion.dismiss"
    choose(f"restore {Dismissal.objects.present().get().pk}")
    assert choose(f"speaks {about} 0-13") == "suggestion.accept"
    assert choose(f"unlike {about} Zamir Kabulof") == "suggestion.dismiss"
    choose(f"restore {Dismissal.objects.present().get().pk}")
    assert choose(f"alias {about} Zamir Kabulof") == "person.alias"
    phrase = make_passage(make_article("The road!"), "The road", tags=["roads"]).public_id
    assert choose(f"tag {phrase} 40-48") == "suggestion.accept"
    assert choose(f"drop {phrase}") == "suggestion.dismiss"


def test_claims(sender):
    facts = {"statement": "Kabul fell", "attribution": "reportedly", "credibility": 6}
    sender.client.post("/claims/new/", facts)
    assert sender.kind == "claim.create"
    claim = make_evidence().claim
    sender.send(claim, "edit", version=claim.version, **facts)
    assert sender.kind == "claim.edit"
    evidence = claim.evidence.get()
    sender.send(evidence, "edit", stance="supports", version=1)
    assert sender.kind == "evidence.edit"
    sender.send(claim, "relations", kind="repeats", claim=make_claim().public_id)
    assert sender.kind == "relation.create"
    sender.send(make_relation(claim), "remove")
    assert sender.kind == "relation.delete"
    sender.send(claim, "send-back", reason="Who said so?")
    assert sender.kind == "claim.send_back"
    sender.send(claim, "ready")
    assert sender.kind == "claim.ready"
    sender.send(claim, "publish")
    assert sender.kind == "claim.publish"
    sender.send(make_published_claim(), "withdraw", reason="It was forged.")
    assert sender.kind == "claim.withdraw"
    sender.send(evidence, "remove")
    assert sender.kind == "evidence.delete"


def test_tags_and_people(sender):
    sender.client.post("/tags/new/", {"name": "convoys", "hue": 3})
    assert sender.kind == "tag.create"
    tag, other = make_tag("lorries"), make_tag("weather")
    sender.send(tag, "edit", name="lorries", definition="Vehicles.", version=1)
    assert sender.kind == "tag.edit"
    sender.send(tag, "edit", name="trucks", definition="Vehicles.", version=2)
    assert sender.kind == "tag.rename"
    sender.send(tag, "merge", into=other.public_id, version=3)
    assert sender.kind == "tag.merge"
    sender.send(tag, "unmerge")
    assert sender.kind == "tag.unmerge"
    sender.send(tag, "delete")
    assert sender.kind == "tag.delete"
    confirm(sender.client, upload(sender.client, "tag,description\nairfields,Where planes land"))
    assert sender.kind == "tag.import"
    person, other = make_person("Bikantov"), make_person("Somebody Else")
    sender.send(person, "merge", into=other.public_id, version=1)
    assert sender.kind == "person.merge"
    sender.send(person, "unmerge")
    assert sender.kind == "person.unmerge"


def test_imports(sender):
    sender.client.post("/import/paste/", {"text": "The convoy left."})
    assert sender.kind == "article.import"


def test_admin(sender):
    fill(sender.client, page_for(Source, "add"), name="Reuters")
    assert sender.kind == "source.admin"
    source = Source.objects.get()
    sender.client.post(page_of(source, "delete"), {"post": "yes"})
    assert sender.kind == "source.delete"
    run_action(sender.client, [source], "restore_selected", "?deleted=yes")
    assert sender.kind == "source.restore"
    run_action(sender.client, [make_source()], "delete_selected", post="yes")
    assert sender.kind == "source.delete"
