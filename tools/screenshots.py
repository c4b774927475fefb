"""Take the pictures in docs/images from a demonstration filled for the purpose, in a home folder of its own."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
IMAGES = PROJECT / "docs/images"
GRIDWARD = str(Path(sys.executable).with_name("gridward"))
# Picture, address, width and height of the window, whose eyes.
PICTURES = [
    ("board", "/board/", (1366, 768), "coordinator"),
    ("today", "/", (1366, 768), "coordinator"),
    ("testing", "/testing/", (1366, 900), "coordinator"),
    ("map", "/map/?colour=coverage", (1366, 1000), "coordinator"),
]


@contextmanager
def home() -> Iterator[Path]:
    """A home folder that is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="gridward-pictures-"))
    os.environ["GRIDWARD_HOME"] = str(folder)
    os.environ.pop("GRIDWARD_DATABASE_URL", None)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def served() -> Iterator[str]:
    """A filled demonstration, answering at the address this yields."""
    subprocess.run([GRIDWARD, "demo", "--fresh", "--no-serve"], check=True, stdin=subprocess.DEVNULL)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([GRIDWARD, "serve", "--port", str(port)], stdin=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}/", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=30)


def wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    """Wait for an answer, up to a minute, and no longer than the server lives."""
    for _ in range(120):
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except urllib.error.HTTPError:
            return  # it answers, if only to refuse
        except OSError:
            if server.poll() is not None:
                break
            time.sleep(0.5)
    sys.exit("The demonstration did not come up.")


def session_of(role: str) -> str:
    """A session of the first account of the demonstration that holds the role."""
    from django.test import Client

    from gridward.accounts.models import Account

    account = Account.objects.filter(worker__grants__role=role, is_active=True).order_by("username")[0]
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return str(client.cookies["sessionid"].value)


def take(address: str) -> None:
    """Open each page in Chromium, and keep what is seen of it without scrolling."""
    from playwright.sync_api import sync_playwright

    roles = {role for *_, role in PICTURES}
    sessions = {role: session_of(role) for role in roles}
    with sync_playwright() as playwright:
        path = os.environ.get("GRIDWARD_CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        for name, page_path, (width, height), role in PICTURES:
            context = browser.new_context(
                viewport={"width": width, "height": height}, locale="zh-CN", timezone_id="Asia/Shanghai"
            )
            context.add_cookies([{"name": "sessionid", "value": sessions[role], "url": address}])
            page = context.new_page()
            answer = page.goto(address + page_path, wait_until="networkidle")
            if answer is None or answer.status != 200:
                sys.exit(f"{page_path} answered {answer.status if answer else 'nothing'}")
            page.screenshot(path=IMAGES / f"{name}.png")
        browser.close()


def main() -> None:
    """Fill, serve, look."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with home(), served() as address:
        os.environ["DJANGO_SETTINGS_MODULE"] = "gridward.settings"
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        import django

        django.setup()
        take(address)
    print(f"{len(PICTURES)} pictures in {IMAGES.relative_to(PROJECT)}")


if __name__ == "__main__":
    main()
