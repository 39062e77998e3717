from datetime import timedelta

from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from chats.models import SetupLink
from chats.services import people

PASSWORD = "a long enough password"


def chosen(**changes):
    return {"username": "first", "password1": PASSWORD, "password2": PASSWORD, **changes}


def test_the_set_up_link_makes_the_first_administrator_once(client, db):
    secret = people.new_setup_link(now=timezone.now())

    shown = client.get(f"/setup/{secret}/")
    made = client.post(f"/setup/{secret}/", chosen())
    again = Client().post(f"/setup/{secret}/", chosen(username="second"))

    assert (shown.status_code, made.status_code, made["Location"]) == (200, 302, "/admin/")
    assert again.status_code == 404
    assert list(User.objects.values_list("username", "is_superuser")) == [("first", True)]
    assert client.get("/admin/").status_code == 200


def test_no_other_secret_opens_the_set_up_page(client, db):
    people.new_setup_link(now=timezone.now())

    assert client.get("/setup/guess/").status_code == 404


def test_the_set_up_link_ends_after_a_day_and_with_the_first_administrator(client, db):
    old = people.new_setup_link(now=timezone.now() - timedelta(days=2))
    expired = client.get(f"/setup/{old}/").status_code
    secret = people.new_setup_link(now=timezone.now())
    User.objects.create_superuser("quicker", password=PASSWORD)

    assert (expired, client.get(f"/setup/{secret}/").status_code) == (404, 404)


def test_a_weak_password_is_refused_beside_the_field(client, db, page_of):
    secret = people.new_setup_link(now=timezone.now())

    response = client.post(f"/setup/{secret}/", chosen(password1="12345", password2="12345"))

    assert response.status_code == 422
    assert page_of(response).cssselect("[aria-invalid=true]")
    assert SetupLink.objects.exists()
    assert not User.objects.exists()
