"""The desk's own addresses, and some whose views ask the database for one thing."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection, transaction
from django.http import HttpResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from config import urls

RAISE = "DO $$ BEGIN RAISE EXCEPTION 'on purpose' USING ERRCODE = '{}'; END $$"


@login_not_required
def asking(request):
    """Ask one question, and say "answered"."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("answered")


@login_not_required
def raising(request, state):
    """Let PostgreSQL raise an error of a code."""
    with connection.cursor() as cursor:
        cursor.execute(RAISE.format(state))
    return HttpResponse("never")


@login_not_required
def slow(request):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '20ms'")
        cursor.execute("SELECT pg_sleep(5)")
    return HttpResponse("never")


@login_not_required
def sleeping(request):
    """Keep the database for two seconds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(2)")
    return HttpResponse("answered")


@login_not_required
def writing(request):
    """Write more than fits a page of SQLite's, in one transaction, into `words`."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO words VALUES (hex(zeroblob(100000)))")
    return HttpResponse("written")


@login_not_required
@csrf_exempt
def writing_in_steps(request):
    """Write as much in two transactions."""
    writing(request)
    return writing(request)


class FailsBeforeViews:
    """A middleware that asks the database, as those of the session and the member do."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "before" in request.GET:
            asking(request)
        return self.get_response(request)


handler500 = urls.handler500
urlpatterns = [
    path("asking", asking),
    path("raising/<str:state>", raising),
    path("slow", slow),
    path("sleeping", sleeping),
    path("writing", writing),
    path("writing-in-steps", writing_in_steps),
    path("", include("config.urls")),
]
