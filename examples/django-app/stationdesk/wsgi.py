"""The door for a web server: ``gunicorn stationdesk.wsgi``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stationdesk.settings")
application = get_wsgi_application()
