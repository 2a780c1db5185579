"""A second OAuth server for the tests: `django-oauth-toolkit` on a loopback port, told what to do by
one line of JSON each, which it answers by one line.

{"start": {"id", "secret"}} -> {"issuer"}: begins, and knows one client.
{"mint": {"user", "scope", "seconds"}} -> {"token"}: a token of a user, or of the client itself where
there is none, as if it had been asked for. {"expire": token} -> {}: its time is over.
"""

import json
import sys
import tempfile
import threading
from datetime import timedelta
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import django
from django.conf import settings

files = tempfile.TemporaryDirectory()

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": Path(files.name, "db.sqlite3"),
        }
    },
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "oauth2_provider"],
    # Tables are made as they are today, without the steps that led there.
    MIGRATION_MODULES={"auth": None, "contenttypes": None, "oauth2_provider": None},
    OAUTH2_PROVIDER={"SCOPES": {"orders:read": "", "introspection": ""}},
    # Slow ones are for secrets that somebody might steal.
    PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ROOT_URLCONF=__name__,
    SECRET_KEY="of the tests",
    USE_TZ=True,
)
django.setup()

from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.urls import include, path
from django.utils import timezone
from oauth2_provider import urls
from oauth2_provider.models import AccessToken, Application

urlpatterns = [
    path("", include((urls.metadata_urlpatterns, "oauth2_provider"), namespace="metadata")),
    path("o/", include((urls.base_urlpatterns, "oauth2_provider"), namespace="oauth2_provider")),
]


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *_):
        pass


def start(wish):
    call_command("migrate", run_syncdb=True, verbosity=0)
    Application.objects.create(
        authorization_grant_type=Application.GRANT_CLIENT_CREDENTIALS,
        client_id=wish["id"],
        client_secret=wish["secret"],
        client_type=Application.CLIENT_CONFIDENTIAL,
    )
    server = Server(("127.0.0.1", 0), Quiet)
    server.set_app(get_wsgi_application())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return {"issuer": f"http://127.0.0.1:{server.server_port}"}


def mint(wish):
    user = wish.get("user") and User.objects.get_or_create(username=wish["user"])[0]
    token = AccessToken.objects.create(
        application=Application.objects.get(),
        expires=timezone.now() + timedelta(seconds=wish["seconds"]),
        scope=wish["scope"],
        token=f"token-{AccessToken.objects.count()}",
        user=user or None,
    )
    return {"token": token.token}


def expire(token):
    AccessToken.objects.filter(token=token).update(expires=timezone.now())
    return {}


DEEDS = {"expire": expire, "mint": mint, "start": start}

for line in sys.stdin:
    [(deed, wish)] = json.loads(line).items()
    print(json.dumps(DEEDS[deed](wish)), flush=True)
