"""Nothing is sent or fetched: every command works where no connection can be made."""

import os
import subprocess
import sys

import pytest
from lxml import html
from tests.cli.conftest import REPORTS

BLOCK = """
import socket, sys

def refuse(*arguments, **more):
    sys.stderr.write("THE NETWORK WAS ASKED FOR\\n")
    raise OSError("no network here")

class Socket(socket.socket):  # to be made is no harm: libraries look at import whether there is IPv6
    connect = connect_ex = sendto = sendmsg = refuse

socket.socket = Socket
socket.create_connection = socket.getaddrinfo = socket.gethostbyname = refuse
"""


@pytest.fixture
def blocked(tmp_path):
    """An environment in which Python has no network, and says so when it is asked for."""
    folder = tmp_path / "blocked"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(BLOCK)
    return {"PYTHONPATH": os.pathsep.join([str(folder), *filter(None, [os.environ.get("PYTHONPATH")])])}


def test_the_block_blocks(program, blocked):
    program_env = {**program.env, **blocked}
    done = subprocess.run(
        [sys.executable, "-c", "import socket; socket.create_connection(('192.0.2.1', 80))"],
        capture_output=True,
        env=program_env,
    )
    assert b"THE NETWORK WAS ASKED FOR" in done.stderr


def test_no_command_asks_for_a_network(program, blocked, tmp_path):
    page = tmp_path / "card.html"
    for call in (
        ["ingest", REPORTS / "apt3-mss-report.ja.html", REPORTS / "oceanlotus.zh.pdf", "--no-knowledge"],
        ["read", REPORTS / "apt3-registrar-notes.en.md"],
        ["card", "APT3", "-o", page],
        ["search", "国家安全部"],
    ):
        done = program.process(*call, env=blocked)
        assert done.returncode == 0, done.stderr
        assert b"NETWORK" not in done.stderr


def test_a_card_asks_for_nothing_when_opened(full, tmp_path):
    full("card", "APT3", "-o", tmp_path / "card.html")
    tree = html.fromstring((tmp_path / "card.html").read_bytes())
    loaded = tree.xpath("//@src | //link/@href | //image/@href | //use/@href")
    assert [it for it in loaded if not it.startswith(("data:", "#"))] == []
    styles = " ".join([*tree.xpath("//style/text()"), *tree.xpath("//@style")])
    assert "@import" not in styles
    assert "url(" not in styles.replace("url(#", "")
