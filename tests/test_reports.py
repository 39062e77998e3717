from django.test import RequestFactory
from django.views.debug import ExceptionReporter


def test_a1_an_error_page_for_developers_shows_no_value_of_a_setting_or_a_request(settings):
    settings.MARKET_PROXY = "http://me:canary-of-reports@proxy:3128"
    request = RequestFactory(HTTP_AUTHORIZATION="canary-of-reports").get("/")

    page = ExceptionReporter(request, ValueError, ValueError("no"), None).get_traceback_html()

    assert "MARKET_PROXY" in page and "canary-of-reports" not in page
