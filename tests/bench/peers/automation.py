"""The same flow in Node-RED and n8n: a webhook comes in, a message is worded and posted, nothing is kept."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

import msgspec

from tests.bench import providers
from tests.bench.peers.installing import from_npm
from tests.bench.servers import Server, running
from tests.rigs.ports import free_port

NODE_RED, N8N = "node-red@4.1.15", "n8n@2.8.4"
START_SECONDS = 240
_SETTINGS = Path(__file__).with_name("node_red_settings.js")
_WORDS = "Your parcel {0} is {1}. Follow it: https://track.example/{0}"


@contextmanager
def node_red(folder: Path, provider: int) -> Iterator[Server]:
    """Raises NotInstalled."""
    where = from_npm("node-red", NODE_RED)
    home, port = folder / "node-red", free_port()
    home.mkdir()
    (home / "flows.json").write_bytes(msgspec.json.encode(_node_red_flow(provider)))
    command = [str(where / "node_modules/.bin/node-red"), "--settings", str(_SETTINGS), "--userDir", str(home)]
    given = {"PORT": str(port), "FLOW": str(home / "flows.json")}
    with running(command, port, os.environ | given, home / "log", _until(f"http://127.0.0.1:{port}/ready")) as server:
        yield server


@contextmanager
def n8n(folder: Path, provider: int) -> Iterator[Server]:
    """Raises NotInstalled. Its webhook stands under /webhook."""
    where = from_npm("n8n", N8N, {"xlsx": "0.18.5"})  # the newest that the registry has; n8n names a file elsewhere
    home, port = folder / "n8n", free_port()
    home.mkdir()
    (home / "flow.json").write_bytes(msgspec.json.encode(_n8n_flow(provider)))
    given = {
        "N8N_PORT": str(port), "N8N_LISTEN_ADDRESS": "127.0.0.1", "N8N_USER_FOLDER": str(home),
        "N8N_DIAGNOSTICS_ENABLED": "false", "N8N_VERSION_NOTIFICATIONS_ENABLED": "false",
        "N8N_RUNNERS_ENABLED": "false",
        "N8N_TEMPLATES_ENABLED": "false", "N8N_HIRING_BANNER_ENABLED": "false", "N8N_LOG_LEVEL": "error",
    }  # fmt: skip
    command = str(where / "node_modules/.bin/n8n")
    for step in (["import:workflow", f"--input={home / 'flow.json'}"], ["publish:workflow", "--id=bench"]):
        done = subprocess.run([command, *step], env=os.environ | given, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-2000:]
    ready = _until(f"http://127.0.0.1:{port}/healthz/readiness")
    with running([command, "start"], port, os.environ | given, home / "log", ready) as server:
        _until_registered(f"http://127.0.0.1:{port}/webhook/bench")
        yield server


def _until_registered(webhook: str) -> None:
    """It is ready before its flows are."""
    probe = msgspec.json.encode({"result": {"tracking_code": "1ZPROBE1", "status": "in_transit"}})
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        try:
            with urlopen(Request(webhook, probe, {"content-type": "application/json"}), timeout=30):
                return
        except (URLError, OSError):
            time.sleep(0.5)
    raise RuntimeError("its flow was not activated")


def _until(ready: str) -> Callable[["subprocess.Popen[bytes]", int, Path], None]:
    """Waits until this address answers with 200."""

    def wait(process: "subprocess.Popen[bytes]", _port: int, log: Path) -> None:
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and process.poll() is None:
            try:
                with urlopen(ready, timeout=5) as answer:
                    if answer.status == 200:
                        return
            except (URLError, OSError):
                time.sleep(0.1)
        raise RuntimeError(f"it did not start: {log.read_text()[-2000:]}")

    return wait


def _message_url(provider: int) -> str:
    return f"http://127.0.0.1:{provider}/2010-04-01/Accounts/{providers.ACCOUNT}/Messages.json"


def _node_red_flow(provider: int) -> list[dict[str, Any]]:
    words = _WORDS.format("${t.tracking_code}", "${t.status}")
    wording = (
        "const t = msg.payload.result;\n"
        "msg.headers = {'content-type': 'application/x-www-form-urlencoded'};\n"
        f"msg.payload = {{To: '+' + t.tracking_code.replace(/\\D/g, ''), Body: `{words}`}};\n"
        "return [{...msg}, {req: msg.req, res: msg.res, payload: {accepted: 1, duplicates: 0, unreadable: 0}}];"
    )
    tab = {"z": "flow", "x": 100, "y": 100}
    return [
        {"id": "flow", "type": "tab", "label": "bench", "disabled": False},
        {"id": "in", "type": "http in", "url": "/webhooks/:slug", "method": "post", "wires": [["words"]], **tab},
        {"id": "words", "type": "function", "func": wording, "outputs": 2, "wires": [["post"], ["out"]], **tab},
        {"id": "post", "type": "http request", "method": "POST", "ret": "obj", "url": _message_url(provider),
         "persist": True, "senderr": False, "wires": [[]], **tab},
        {"id": "out", "type": "http response", "statusCode": "200", "wires": [], **tab},
        {"id": "up", "type": "http in", "url": "/ready", "method": "get", "wires": [["ready"]], **tab},
        {"id": "ready", "type": "http response", "statusCode": "200", "wires": [], **tab},
    ]  # fmt: skip


def _n8n_flow(provider: int) -> dict[str, Any]:
    number = "'+' + $json.body.result.tracking_code.replace(/\\D/g, '')"
    words = _WORDS.format("{{ $json.body.result.tracking_code }}", "{{ $json.body.result.status }}")
    assigned = [
        {"id": "to", "name": "To", "type": "string", "value": f"={{{{ {number} }}}}"},
        {"id": "body", "name": "Body", "type": "string", "value": f"={words}"},
    ]
    form = [{"name": name, "value": f"={{{{ $json.{name} }}}}"} for name in ("To", "Body")]
    nodes = [
        {"id": "n1", "name": "Webhook", "type": "n8n-nodes-base.webhook", "typeVersion": 2, "position": [0, 0],
         "webhookId": "bench", "parameters": {"httpMethod": "POST", "path": "bench", "options": {}}},
        {"id": "n2", "name": "Words", "type": "n8n-nodes-base.set", "typeVersion": 3.4, "position": [200, 0],
         "parameters": {"assignments": {"assignments": assigned}, "options": {}}},
        {"id": "n3", "name": "Post", "type": "n8n-nodes-base.httpRequest", "typeVersion": 4.2, "position": [400, 0],
         "parameters": {"method": "POST", "url": _message_url(provider), "sendBody": True,
                        "contentType": "form-urlencoded", "bodyParameters": {"parameters": form}, "options": {}}},
    ]  # fmt: skip
    follows = {
        "Webhook": {"main": [[{"node": "Words", "type": "main", "index": 0}]]},
        "Words": {"main": [[{"node": "Post", "type": "main", "index": 0}]]},
    }
    return {"id": "bench", "name": "bench", "active": False, "nodes": nodes, "connections": follows, "settings": {}}
