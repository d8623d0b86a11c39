import pytest
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpResponse
from django.urls import include, path


@login_not_required
def slow(request):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '20ms'")
        cursor.execute("SELECT pg_sleep(5)")
    return HttpResponse("never")


urlpatterns = [path("slow", slow), path("", include("config.urls"))]


@pytest.mark.only_on("postgresql")
@pytest.mark.django_db
@pytest.mark.urls("tests.config.test_time_limits")
def test_a_statement_that_takes_too_long_ends_in_a_page_that_says_so(client):
    answer = client.get("/slow")
    assert answer.status_code == 503
    assert "This took too long" in answer.content.decode()
