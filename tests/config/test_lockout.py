from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.db.models import F

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery"
LIMIT = 10


@pytest.fixture
def member():
    return User.objects.create_user("mira", password=PASSWORD)


def sign_in(client, password=PASSWORD, username="mira", address="203.0.113.7"):
    form = {"username": username, "password": password}
    return client.post("/sign-in/", form, REMOTE_ADDR=address)


def guess(client, times):
    return [sign_in(client, "wrong").status_code for _ in range(times)]


def test_guessing_locks(client, member):
    assert guess(client, LIMIT + 2) == [200] * (LIMIT - 1) + [429] * 3
    response = sign_in(client)
    assert response.status_code == 429
    assert "sign_in_locked.html" in [template.name for template in response.templates]
    assert "_auth_user_id" not in client.session


def test_guessing_locks_nobody_else(client, member):
    User.objects.create_user("amir", password=PASSWORD)
    guess(client, LIMIT)
    assert sign_in(client, address="198.51.100.1").status_code == 302
    client.logout()
    assert sign_in(client, username="amir").status_code == 302


def test_lock_opens_after_a_while(client, member):
    guess(client, LIMIT)
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=14))
    assert sign_in(client).status_code == 429
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=2))
    assert sign_in(client).status_code == 302


def test_right_password_forgets_wrong_ones(client, member):
    guess(client, LIMIT - 1)
    assert sign_in(client).status_code == 302
    client.logout()
    assert guess(client, LIMIT - 1) == [200] * (LIMIT - 1)
