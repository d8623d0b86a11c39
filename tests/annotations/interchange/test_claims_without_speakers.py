"""Claims of a table, which does not say who states them."""

import io

import pytest
from django.core.management import call_command
from django.utils import timezone

from annotations.interchange import jobs
from annotations.interchange.staging import stage
from annotations.models import Claim, Evidence, Passage
from tests.support.acts import act
from tests.support.annotation_files import moved
from tests.support.factories import (
    EDITORS,
    make_article,
    make_claim,
    make_evidence,
    make_passage,
    make_person,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("other_speakers", "is_known"), [((), True), (("Somebody",), False)])
def test_it_is_the_only_claim_with_the_statement(tmp_path, other_speakers, is_known):
    by, path = make_user(EDITORS), tmp_path / "passages.csv"
    for name in ("Fawad Aman", *other_speakers):
        claim = make_claim("The convoy left", speaker=make_person(name), attribution="")
    make_evidence(claim, make_passage(make_article(), "dawn", by=by))
    call_command("export", str(path), format="csv", by=by.username)
    Evidence.objects.update(deleted_at=timezone.now())
    Passage.objects.update(deleted_at=timezone.now())

    job = moved(stage(io.BytesIO(path.read_bytes()), "csv", "passages.csv", by))
    act(by, jobs.start, job, takes_in=False, kind="passage.import")
    job.refresh_from_db()
    moved(job)

    with_speakers = set(Claim.objects.filter(speaker__isnull=False))
    assert (Evidence.objects.present().get().claim in with_speakers) == is_known
