import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from dashboard.below_path import below_path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dashboard.settings")
application = below_path(get_wsgi_application(), settings.BASE_PATH)
