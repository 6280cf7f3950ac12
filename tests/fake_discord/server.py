"""The loopback Discord itself."""

import asyncio
import json
import re
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from fnmatch import fnmatch
from typing import Any

from aiohttp import WSMsgType, web

from tests.fake_discord.payloads import APPLICATION_ID, BOT_ID, GUILD_ID, guild, message, new_id, thread, user

TOKEN = "MTAwMA.fake.token-of-the-tests"
_HELLO, _READY_AGAIN, _INVALID, _ACK, _RECONNECT = 10, 0, 9, 11, 7


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request of the client; `path` is without `/api/v10`."""

    method: str
    path: str
    body: Any
    at: float = field(default_factory=time.monotonic)
    """Seconds on a clock of its own."""


@dataclass(slots=True)
class Fault:
    """An answer that a request is given instead of the right one, `times` times."""

    method: str
    path: str
    status: int
    body: dict[str, Any] = field(default_factory=dict)
    times: int = 1


class FakeDiscord:
    """Listens on 127.0.0.1; what the client did is in `requests` and `received`."""

    def __init__(self, shards: int = 1, heartbeat_ms: int = 45_000) -> None:
        self.requests: list[Request] = []
        self.received: list[dict[str, Any]] = []
        """What came over the gateway, in order."""
        self.faults: list[Fault] = []
        self.messages: dict[str, dict[str, Any]] = {}
        self.commands: list[dict[str, Any]] = []
        self.guild = guild()
        self.refused_intents = 0
        """Intents for which the gateway closes the connection, as when they are not allowed in the portal."""
        self._shards, self._heartbeat_ms = shards, heartbeat_ms
        self._sockets: list[web.WebSocketResponse] = []
        self._sent: list[dict[str, Any]] = []
        self._originals: dict[str, str] = {}
        self._changed = asyncio.Condition()
        self.files: dict[str, bytes] = {}
        """What has been attached to messages, by name."""
        self.address = ""
        self._gateway_url = ""

    async def start(self, tls: ssl.SSLContext | None = None) -> None:
        """Listen on a free port; with a certificate, as who has Discord's own names."""
        app = web.Application(client_max_size=30_000_000)
        app.router.add_get("/gateway", self._gateway)
        app.router.add_get("/attachments/{name}", self._file)
        app.router.add_route("*", "/api/v10/{path:.*}", self._http)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0, ssl_context=tls)
        await site.start()
        self.address = f"127.0.0.1:{self._runner.addresses[0][1]}"
        self._gateway_url = "wss://gateway.discord.gg/gateway" if tls else f"ws://{self.address}/gateway"

    async def stop(self) -> None:
        """End all connections."""
        for socket in self._sockets:
            await socket.close(code=1001)
        await self._runner.cleanup()

    async def until(self, condition: Callable[[], Any], seconds: float = 30.0) -> Any:
        """The first true value of the condition, looked at after everything the client does."""
        async with asyncio.timeout(seconds), self._changed:
            return await self._changed.wait_for(condition)

    def seen(self, method: str, path: str) -> list[Request]:
        """The requests of this method whose path matches the pattern."""
        return [r for r in self.requests if r.method == method and fnmatch(r.path, path)]

    async def connected(self, times: int = 1) -> None:
        """Wait until the client has been let in so many times, a resumed session included."""
        await self.until(lambda: sum(frame["op"] in (2, 6) for frame in self.received) >= times)

    async def dispatch(self, event: str, payload: dict[str, Any]) -> None:
        """Send an event to the client."""
        frame = {"op": _READY_AGAIN, "t": event, "s": len(self._sent) + 1, "d": payload}
        self._sent.append(frame)
        if self._sockets:
            await self._sockets[-1].send_json(frame)

    async def drop(self, code: int) -> None:
        """Close the newest connection with this code."""
        await self._sockets.pop().close(code=code)

    async def ask_to_reconnect(self) -> None:
        """Tell the client to connect again and resume."""
        await self._sockets[-1].send_json({"op": _RECONNECT, "d": None})

    async def refuse_session(self) -> None:
        """Tell the client that its session cannot be resumed."""
        await self._sockets[-1].send_json({"op": _INVALID, "d": False})

    # --- gateway ------------------------------------------------------------------------------------------------------

    async def _gateway(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(max_msg_size=0)
        await socket.prepare(request)
        await socket.send_json({"op": _HELLO, "d": {"heartbeat_interval": self._heartbeat_ms}})
        async for frame in socket:
            if frame.type is WSMsgType.TEXT:
                received = json.loads(frame.data)
                await self._answer(socket, received)
                await self._note(self.received, received)
        return socket

    async def _answer(self, socket: web.WebSocketResponse, received: dict[str, Any]) -> None:
        match received["op"]:
            case 1:
                await socket.send_json({"op": _ACK, "d": None})
            case 2:
                await self._identify(socket, received["d"])
            case 6:
                self._sockets.append(socket)
                for frame in self._sent:
                    if frame["s"] > received["d"]["seq"]:
                        await socket.send_json(frame)
                await self.dispatch("RESUMED", {})

    async def _identify(self, socket: web.WebSocketResponse, identity: dict[str, Any]) -> None:
        if identity["intents"] & self.refused_intents:
            await socket.close(code=4014)
            return
        self._sockets.append(socket)
        ready = {
            "v": 10, "user": user(BOT_ID, is_bot=True), "guilds": [{"id": str(GUILD_ID), "unavailable": True}],
            "session_id": "session", "resume_gateway_url": self._gateway_url,
            "application": {"id": str(APPLICATION_ID), "flags": 0}, "shard": identity.get("shard", [0, 1]),
        }  # fmt: skip
        await self.dispatch("READY", ready)
        if identity.get("shard", [0, 1])[0] == (GUILD_ID >> 22) % self._shards:
            await self.dispatch("GUILD_CREATE", self.guild)

    # --- HTTP ---------------------------------------------------------------------------------------------------------

    async def _http(self, request: web.Request) -> web.StreamResponse:
        path = f"/{request.match_info['path']}"
        body = await _body(request)
        response = self._fault(request.method, path)
        if response is None and path not in ("/gateway/bot",) and not self._may(request, path):
            response = _json({"message": "401: Unauthorized", "code": 0}, 401)
        if response is None:
            response = await self._route(request.method, path, body)
        await self._note(self.requests, Request(request.method, path, body))
        return response

    async def _file(self, request: web.Request) -> web.Response:
        return web.Response(body=self.files[request.match_info["name"]])

    def _may(self, request: web.Request, path: str) -> bool:
        return path.startswith(("/interactions", "/webhooks")) or request.headers["Authorization"] == f"Bot {TOKEN}"

    def _fault(self, method: str, path: str) -> web.Response | None:
        for fault in self.faults:
            if fault.times and fault.method == method and fnmatch(path, fault.path):
                fault.times -= 1
                return _json(fault.body, fault.status)
        return None

    async def _route(self, method: str, path: str, body: Any) -> web.Response:
        routes: list[tuple[str, str, Callable[..., Any]]] = [
            ("GET", r"/users/@me", lambda: user(BOT_ID, is_bot=True)),
            ("GET", r"/oauth2/applications/@me", self._application),
            ("GET", r"/gateway/bot", self._gateway_address),
            ("PUT", r"/applications/\d+/commands", lambda: self._sync(body)),
            ("POST", r"/interactions/(\d+)/([^/]+)/callback", lambda _, token: self._respond(token, body)),
            ("PATCH", r"/webhooks/\d+/([^/]+)/messages/@original", lambda token: self._edit_original(token, body)),
            ("GET", r"/webhooks/\d+/([^/]+)/messages/@original", lambda token: self._original(token)),
            ("DELETE", r"/webhooks/\d+/([^/]+)/messages/@original", lambda token: None),
            ("POST", r"/webhooks/\d+/([^/]+)", lambda token: self._post("0", body)),
            ("POST", r"/channels/(\d+)/messages", lambda channel: self._post(channel, body)),
            ("PATCH", r"/channels/\d+/messages/(\d+)", lambda identifier: self._edit(identifier, body)),
            ("DELETE", r"/channels/\d+/messages/(\d+)", lambda identifier: self._delete(identifier)),
            ("POST", r"/channels/(\d+)/messages/(\d+)/threads", lambda _, at: thread(at, body["name"])),
            ("POST", r"/channels/(\d+)/threads", lambda _: thread(new_id(), body["name"])),
            ("POST", r"/users/@me/channels", lambda: {"id": "5000", "type": 1, "recipients": [user(4000)]}),
            ("PUT", r"/channels/\d+/messages/\d+/reactions/.*", lambda: None),
        ]  # fmt: skip
        for verb, pattern, answer in routes:
            match = re.fullmatch(pattern, path)
            if verb == method and match:
                found = answer(*match.groups())
                return web.Response(status=204) if found is None else _json(found)
        return _json({"message": "404: Not Found", "code": 0}, 404)

    def _application(self) -> dict[str, Any]:
        return {
            "id": str(APPLICATION_ID), "name": "Footnote", "description": "", "icon": None, "bot_public": True,
            "bot_require_code_grant": False, "verify_key": "", "owner": user(3000), "flags": 0, "team": None,
        }  # fmt: skip

    def _gateway_address(self) -> dict[str, Any]:
        limits = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 16}
        return {"url": self._gateway_url, "shards": self._shards, "session_start_limit": limits}

    def _sync(self, body: list[dict[str, Any]]) -> list[dict[str, Any]]:
        facts = {"application_id": str(APPLICATION_ID), "version": "1", "description": ""}
        self.commands = [facts | command | {"id": new_id()} for command in body]
        return self.commands

    def _respond(self, token: str, body: dict[str, Any]) -> dict[str, Any]:
        kind = body["type"]
        if kind in (4, 5, 7):
            self._originals[token] = self._post("0", body.get("data") or {})["id"]
        callback = {"id": "1", "type": 2, "response_message_id": self._originals.get(token)}
        return {"interaction": callback, "resource": {"type": kind}}

    def _original(self, token: str) -> dict[str, Any]:
        found: dict[str, Any] = self.messages[self._originals[token]]
        return found

    def _edit_original(self, token: str, body: dict[str, Any]) -> dict[str, Any]:
        return self._edit(self._originals[token], body)

    def _post(self, channel_id: str, body: dict[str, Any]) -> dict[str, Any]:
        sent = message(channel_id, user(BOT_ID, is_bot=True), body.get("content") or "", embeds=body.get("embeds", []))
        sent |= {"components": body.get("components", []), "flags": body.get("flags", 0)}
        self.messages[sent["id"]] = sent
        return sent

    def _delete(self, identifier: str) -> None:
        del self.messages[identifier]

    def _edit(self, identifier: str, body: dict[str, Any]) -> dict[str, Any]:
        shown: dict[str, Any] = {name: body[name] for name in ("content", "embeds", "components") if name in body}
        self.messages[identifier] |= shown
        return self.messages[identifier]

    async def _note(self, notes: list[Any], what: Any) -> None:
        async with self._changed:
            notes.append(what)
            self._changed.notify_all()


async def _body(request: web.Request) -> Any:
    if request.content_type == "multipart/form-data":
        form = await request.post()
        return json.loads(str(form["payload_json"]))
    text = await request.text()
    return json.loads(text) if text else None


def _json(value: Any, status: int = 200) -> web.Response:
    """The client takes no other content type for JSON than the bare one; `Via` is what tells a 429 from a ban."""
    return web.Response(
        body=json.dumps(value).encode(),
        status=status,
        headers={"Content-Type": "application/json", "Via": "1.1 google"},
    )
