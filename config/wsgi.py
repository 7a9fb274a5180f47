"""The WSGI entry point that gunicorn serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application

# A page makes a few thousand objects and drops nearly all of them again. Python looks for circles among them after
# every 700 that stay, which took a tenth of each request.
MOST_NEW_OBJECTS = 20_000

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.demo")

application = get_wsgi_application()
gc.set_threshold(MOST_NEW_OBJECTS)
