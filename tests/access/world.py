"""A desk with one row of everything, and somebody of every kind who may come to its addresses."""

from types import SimpleNamespace

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.test import Client

from annotations.accounts.changes import invite
from annotations.accounts.links import INVITATIONS
from annotations.codebook.tag_merging import merge_tag
from annotations.models import CodebookJob, SavedSearch
from corpus.admin_site import ADMIN_PERMISSION
from corpus.models import Action, Article, Retrieval, Snapshot
from corpus.models.correction import correct
from corpus.records.merging import merge
from tests.corpus.importing.reading import make_job, make_previewed_job
from tests.support import factories
from tests.support.acts import act
from tests.support.annotation_files import annotated, staged
from tests.support.factories import ADMINISTRATORS, ANALYSTS, EDITORS, make_user

# Who comes. The owner made the passages and claims below; "nobody" is a member of no group and
# "keeper" may enter the admin and change sources there, and nothing else: both are refused
# wherever a view asks for a permission, which analysts and editors have.
ROLES = ["stranger", "nobody", "keeper", "owner", "analyst", "editor", "administrator"]


def make_world():
    members = {
        "nobody": make_user(None),
        "keeper": make_user(None),
        "owner": make_user(ANALYSTS),
        "analyst": make_user(ANALYSTS),
        "editor": make_user(EDITORS),
        "administrator": make_user(ADMINISTRATORS),
    }
    app, codename = ADMIN_PERMISSION.split(".")
    permission = Permission.objects.get(content_type__app_label=app, codename=codename)
    members["keeper"].user_permissions.add(permission)
    clients = {"stranger": Client()}
    for role, member in members.items():
        clients[role] = Client()
        clients[role].force_login(member)
    rows = make_rows(members)
    ids = {name: row.public_id for name, row in rows.items() if hasattr(row, "public_id")}
    keys = {f"{name}_pk": row.pk for name, row in rows.items()}
    slugs = {f"{name}_url": address_of(row) for name, row in rows.items()}
    types = {"article_type": ContentType.objects.get_for_model(Article).pk}
    token = {"token": INVITATIONS.make_token(rows["invited"])}
    names = ids | keys | slugs | types | token
    return SimpleNamespace(members=members, clients=clients, names=names)


def make_rows(members):
    owner = members["owner"]
    source = factories.make_source("The Wire", "B", by=owner)
    article = factories.make_article(title="The convoy", source=source, by=owner)
    snapshot = Snapshot.objects.keep(b"The convoy", "text/plain")
    left_out = [["The convoy left at dawn.", "The convoy, as it was seen from the bridge.", ""]]
    Retrieval.objects.create(article=article, snapshot=snapshot, left_out=left_out)
    passage = factories.make_passage(article, by=owner)
    corrected = factories.make_article(by=owner)
    lost_passage = factories.make_passage(corrected, "Nobody saw it return", by=owner)
    act(members["editor"], correct, corrected, "The convoy left at dawn.", "As printed.")
    draft = factories.make_claim("A draft", by=owner)
    withdrawn = factories.make_published_claim("A claim taken back", passage=passage)
    act(members["editor"], withdrawn.withdraw)
    undoable = factories.make_passage(article, by=owner)
    action = Action.objects.latest("pk")
    saved_search = act(owner, SavedSearch.objects.save_as, "Convoys", "q=convoy")
    former_undoable = factories.make_passage(article, by=members["nobody"])
    former_action = Action.objects.latest("pk")
    merged, other_person = factories.make_person(by=owner), factories.make_person(by=owner)
    act(members["editor"], merge, merged, other_person)
    merged_tag, other_tag = factories.make_tag(by=owner), factories.make_tag(by=owner)
    act(members["editor"], merge_tag, merged_tag, other_tag)
    job = make_job(b'{"body": "The news."}\n', by=members["editor"], state="ready")
    previewed_job = make_previewed_job({"text": "The news.", "title": "News"}, by=members["editor"])
    steps = [["a new word", "What it means", None, None, None]]
    codebook_job = act(members["editor"], CodebookJob.objects.begin, [steps])
    annotation_job = staged(owner, annotated("dawn"))
    proposal, declined = (
        factories.make_proposal(corrected, text, by=owner)
        for text in ("The convoy left at noon.", "The convoy left.")
    )
    act(members["editor"], declined.decide, "declined", decision="It did not.")
    return {
        "proposal": proposal,
        "declined": declined,
        "job": job,
        "previewed_job": previewed_job,
        "annotation_job": annotation_job,
        "codebook_job": codebook_job,
        "source": source,
        "article": article,
        "passage": passage,
        "corrected": corrected,
        "lost_passage": lost_passage,
        "undoable": undoable,
        "saved_search": saved_search,
        "action": action,
        "former_undoable": former_undoable,
        "former_action": former_action,
        "former_passage": factories.make_passage(article, by=members["nobody"]),
        "draft": draft,
        "published": factories.make_published_claim("A claim", passage=passage),
        "withdrawn": withdrawn,
        "evidence": factories.make_evidence(draft, passage, by=owner),
        "relation": factories.make_relation(draft, by=owner),
        # Named in the article's text, so that there is something to suggest.
        "person": factories.make_person("The convoy", by=owner),
        "merged": merged,
        "other_person": other_person,
        "tag": factories.make_tag(by=owner),
        "merged_tag": merged_tag,
        "other_tag": other_tag,
        "origin": factories.make_origin(by=owner),
        "other_source": factories.make_source(by=owner),
        "other_origin": factories.make_origin(by=owner),
        "claim": factories.make_claim("A claim to keep", by=owner),
        "user": members["analyst"],
        "group": members["analyst"].groups.get(),
        "invited": invite("invited", members["analyst"].groups.get(), members["administrator"]),
    }


def address_of(row):
    return row.get_absolute_url() if hasattr(row, "get_absolute_url") else ""
