"""The peer: django-helpdesk, a plain store behind its REST API, with an environment of its own, on the same server."""

import os
import pathlib
import subprocess
import sys
import time
import urllib.error
import urllib.request

PACKAGES = ("django-helpdesk", "gunicorn", "psycopg[binary]")
INSTALL_SECONDS_MAX = 240
SET_UP_SECONDS_MAX = 120
START_SECONDS_MAX = 60
WORKERS = 3

SETTINGS = """
import os
from urllib.parse import unquote, urlsplit
_url = urlsplit(os.environ["PEER_DATABASE_URL"])
SECRET_KEY = os.environ["PEER_SECRET"]
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
USE_TZ = True
SITE_ID = 1
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "peer_urls"
STATIC_URL = "/static/"
MEDIA_ROOT = os.path.join(os.path.dirname(__file__), "media")
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
LOGGING_CONFIG = None
HELPDESK_TEAMS_MODE_ENABLED = False
HELPDESK_ENABLE_ATTACHMENTS = False
_django = ["admin", "auth", "contenttypes", "humanize", "messages", "sessions", "sites", "staticfiles"]
INSTALLED_APPS = ["django.contrib." + name for name in _django]
INSTALLED_APPS += ["rest_framework", "rest_framework.authtoken", "helpdesk"]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
_processors = ["django.template.context_processors.request", "django.contrib.auth.context_processors.auth",
               "django.contrib.messages.context_processors.messages"]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True,
              "OPTIONS": {"context_processors": _processors}}]
DATABASES = {"default": {
    "ENGINE": "django.db.backends.postgresql", "NAME": _url.path[1:], "USER": unquote(_url.username or ""),
    "PASSWORD": unquote(_url.password or ""), "HOST": unquote(_url.netloc.rpartition("@")[2].rpartition(":")[0]),
    "PORT": str(_url.port or 5432), "CONN_MAX_AGE": None}}
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.TokenAuthentication"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"]}
"""

URLS = """
from django.urls import include, path
urlpatterns = [path("", include("helpdesk.urls", namespace="helpdesk"))]
"""

# It only stores: no template, so no mail is even written.
SET_UP = """
import django
django.setup()
from django.contrib.auth import get_user_model
from django.core.management import call_command
call_command("migrate", verbosity=0)
from helpdesk.models import EmailTemplate, Queue
from rest_framework.authtoken.models import Token
EmailTemplate.objects.all().delete()
user = get_user_model().objects.create_superuser("bench", "bench@example.test", "unused")
queue = Queue.objects.create(slug="bench", title="bench")
print(queue.pk, Token.objects.create(user=user).key)
"""


class PeerNotAvailable(Exception):
    pass


class Helpdesk:
    def __init__(self, folder, database_url, port):
        self.folder, self.port = pathlib.Path(folder), port
        self.base_url = f"http://127.0.0.1:{port}"
        self.environment = dict(
            os.environ,
            PEER_DATABASE_URL=database_url,
            PEER_SECRET=os.urandom(16).hex(),
            PYTHONPATH=str(self.folder),
            DJANGO_SETTINGS_MODULE="peer_settings",
        )
        self.process = None

    def install(self, kept):
        """Into an environment that is kept between runs, because pip needs half a minute."""
        self.environment_folder = pathlib.Path(kept)
        if not (self.environment_folder / "ready").exists():
            try:
                self._run([sys.executable, "-m", "venv", "--clear", self.environment_folder], INSTALL_SECONDS_MAX)
                self._run(
                    [self._bin("pip"), "install", "--quiet", "--disable-pip-version-check", *PACKAGES],
                    INSTALL_SECONDS_MAX,
                )
            except (subprocess.SubprocessError, OSError) as problem:
                raise PeerNotAvailable(f"pip cannot install {', '.join(PACKAGES)}: {problem}") from problem
            (self.environment_folder / "ready").touch()
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "peer_settings.py").write_text(SETTINGS)
        (self.folder / "peer_urls.py").write_text(URLS)
        return self

    def _bin(self, name):
        return self.environment_folder / "bin" / name

    def _run(self, command, seconds):
        return subprocess.run(
            [str(word) for word in command],
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
            timeout=seconds,
            cwd=self.folder.parent,
        ).stdout

    def start(self):
        queue, self.token = self._run([self._bin("python"), "-c", SET_UP], SET_UP_SECONDS_MAX).split()[-2:]
        self.queue = int(queue)
        self.process = subprocess.Popen(
            [
                str(self._bin("gunicorn")),
                "--workers",
                str(WORKERS),
                "--bind",
                f"127.0.0.1:{self.port}",
                "--log-level",
                "error",
                "django.core.wsgi:get_wsgi_application()",
            ],
            env=self.environment,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=open(self.folder / "log", "ab"),
        )
        until = time.monotonic() + START_SECONDS_MAX
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(self.base_url + "/api/", timeout=5).close()
                return self
            except urllib.error.HTTPError:
                return self
            except OSError:
                time.sleep(0.2)
        raise PeerNotAvailable(
            f"django-helpdesk did not answer within {START_SECONDS_MAX} s; see {self.folder / 'log'}"
        )

    def stop(self):
        if self.process is not None:
            self.process.terminate()
            self.process.wait(START_SECONDS_MAX)
