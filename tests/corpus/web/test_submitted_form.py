from corpus.web.submitted_form import SubmittedField, parse_submitted


def test_what_was_typed_is_shown_and_the_rest_sent_along():
    lists = [
        ("csrfmiddlewaretoken", ["abc"]),
        ("statement", ["The convoy left.\n\nNobody saw it."]),
        ("new_people", ["Ada", "Бикантов"]),
        ("speaker", ["0123456789ab"]),
        ("version", ["3"]),
        ("key", ["5b0f9f0e-51a4-4a0c-9d0e-2d1f6a2b3c4d"]),
        ("verdict", [""]),
    ]
    assert parse_submitted(lists).shown == [
        SubmittedField("statement", "Statement", "The convoy left.\n\nNobody saw it.", True),
        SubmittedField("new_people", "New people", "Ada", True),
        SubmittedField("new_people", "New people", "Бикантов", True),
    ]
    assert [(field.name, field.value) for field in parse_submitted(lists).hidden] == [
        ("speaker", "0123456789ab"),
        ("version", "3"),
        ("key", "5b0f9f0e-51a4-4a0c-9d0e-2d1f6a2b3c4d"),
        ("verdict", ""),
    ]
    assert parse_submitted(lists).may_be_sent_again is True


def test_a_password_is_not_given_back_and_its_form_not_sent_again():
    submitted = parse_submitted(
        [("username", ["ada"]), ("password", ["hunter2"]), ("password2", ["hunter2"])]
    )
    assert submitted.fields == (SubmittedField("username", "Username", "ada", True),)
    assert submitted.may_be_sent_again is False


def test_passages_are_no_secret():
    assert parse_submitted([("passages", ["0123456789ab"])]).may_be_sent_again is True


def test_a_form_with_a_file_is_not_sent_again_without_it():
    assert parse_submitted([("name", ["May.csv"])], has_files=True).may_be_sent_again is False


def test_nothing_was_typed():
    assert parse_submitted([]) is None
    assert parse_submitted([("csrfmiddlewaretoken", ["abc"])]) is None
