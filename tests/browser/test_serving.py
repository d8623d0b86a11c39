import re

from django.core.management import call_command


def test_served_files_are_hashed_and_kept(live_server, page):
    files = {}
    page.on("response", lambda response: files.update({response.url: response.headers}))
    page.goto(f"{live_server}/sign-in/")
    static = {url: headers for url, headers in files.items() if "/static/" in url}
    assert [url for url in static if not re.search(r"\.[0-9a-f]{12}\.\w+$", url)] == []
    assert {headers["cache-control"] for headers in static.values()} == {
        "max-age=315360000, public, immutable"
    }
    assert {headers["x-content-type-options"] for headers in static.values()} == {"nosniff"}


def test_admin_sign_in_under_the_policy(live_server, page, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    call_command("make_accounts", verbosity=0)
    password = (tmp_path / "accounts.txt").read_text().split()[-1]
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    # A browser asks for it of its own accord; the admin names none.
    page.route("**/favicon.ico", lambda route: route.fulfill(status=204))
    page.goto(f"{live_server}/admin/")
    page.get_by_label("Name").fill("admin")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    assert page.url == f"{live_server}/admin/"
    assert complaints == []
