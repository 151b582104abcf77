"""Stand-ins for senders' APIs, each as its vendor documents it: they know parcels by number, and count their askers."""

import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

KEY = "key-1"
PAIR = "client:s3cret"
TOKEN = "token-1"
INTERCEPT_FIELDS = {
    "requestType",
    "requesterContactInfo",
    "reasonForReturn",
    "deliveryDate",
    "specialInstructions",
    "newDeliveryAddress",
}


@dataclass
class Api:
    """`parcels` are answers by number; `status` is what every question gets instead, when it is set."""

    parcels: dict[str, Any] = field(default_factory=dict)
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    heard: list[Any] = field(default_factory=list)
    intercept: dict[str, Any] = field(default_factory=lambda: {"statusCode": "000", "success": True})
    eligible: dict[str, Any] = field(default_factory=dict)
    """What UPS says of each feature (FD, RTS …)."""
    intercepts: list[str] = field(default_factory=list)
    """What was asked of UPS, in order: `reschedule`, `cancel` …"""
    warnings: list[str] = field(default_factory=list)
    """What Onfleet doubts about an address."""
    keeps_windows: bool = True
    url: str = ""

    def application(self) -> web.Application:
        app = web.Application(middlewares=[self._gate])
        app.add_routes(
            [
                web.get("/easypost/trackers", self.easypost),
                web.get("/aftership/trackings", self.aftership),
                web.get("/shippo/tracks/{carrier}/{number}", self.shippo),
                web.post("/17track/gettrackinfo", self.seventeentrack),
                web.get("/shipengine/v1/tracking", self.shipengine),
                web.get("/dhl/track/shipments", self.dhl),
                web.get("/sendle/api/tracking/{number}", self.sendle),
                web.get("/karrio/v1/trackers/{number}", self.karrio),
                web.get("/sendcloud/api/v2/parcels", self.sendcloud),
                web.post("/fedex/oauth/token", self.fedex_token),
                web.post("/fedex/track/v1/trackingnumbers", self.fedex),
                web.get("/onfleet/tasks/shortId/{number}", self.task),
                web.put("/onfleet/tasks/{id}", self.update_task),
                web.delete("/onfleet/tasks/{id}", self.delete_task),
                web.post("/onfleet/destinations", self.destination),
                web.post("/ups/security/v1/oauth/token", self.token),
                web.get("/ups/api/track/v1/details/{number}", self.ups),
                web.post("/ups/api/track/v1/subscription/standard/package", self.subscribe),
                web.get("/ups/api/deliveryintercept/v2/eligibility/intercept/{number}", self.eligibility),
                web.post(
                    "/ups/api/deliveryintercept/v2/{path:reschedule|redirect/address|return|cancel}/{number}",
                    self.intercepted,
                ),
            ]
        )
        return app

    @web.middleware
    async def _gate(self, request: web.Request, handler: Any) -> web.StreamResponse:
        if self.status != 200:
            self.asked.append(request.path)
            return web.json_response({"errors": [{"message": "no"}]}, status=self.status, headers=self.headers)
        answer: web.StreamResponse = await handler(request)
        return answer

    async def easypost(self, request: web.Request) -> web.Response:
        assert request.headers["authorization"] == basic(f"{KEY}:")
        return self._found(request.query["tracking_code"], lambda one: {"trackers": [one], "has_more": False})

    async def aftership(self, request: web.Request) -> web.Response:
        assert request.headers["as-api-key"] == KEY
        numbers = request.query["tracking_numbers"].split(",")
        self.asked += numbers
        known = [self.parcels[number] for number in numbers if number in self.parcels]
        return web.json_response({"meta": {"code": 200}, "data": {"trackings": known}})

    async def shippo(self, request: web.Request) -> web.Response:
        assert request.headers["authorization"] == f"ShippoToken {KEY}"
        return self._found(request.match_info["number"], lambda one: one)

    async def seventeentrack(self, request: web.Request) -> web.Response:
        assert request.headers["17token"] == KEY
        numbers = [one["number"] for one in await request.json()]
        self.asked += numbers
        accepted = [self.parcels[number] for number in numbers if number in self.parcels]
        return web.json_response({"code": 0, "data": {"accepted": accepted, "rejected": []}})

    async def shipengine(self, request: web.Request) -> web.Response:
        assert request.headers["api-key"] == KEY
        assert request.query["carrier_code"]
        return self._found(request.query["tracking_number"], lambda one: one)

    async def dhl(self, request: web.Request) -> web.Response:
        assert request.headers["dhl-api-key"] == KEY
        return self._found(request.query["trackingNumber"], lambda one: {"shipments": [one]})

    async def sendle(self, request: web.Request) -> web.Response:
        assert request.headers["authorization"] == basic(PAIR)
        return self._found(request.match_info["number"], lambda one: one)

    async def karrio(self, request: web.Request) -> web.Response:
        assert request.headers["authorization"] == f"Token {KEY}"
        return self._found(request.match_info["number"], lambda one: one)

    async def sendcloud(self, request: web.Request) -> web.Response:
        assert request.headers["authorization"] == basic(PAIR)
        return self._found(request.query["tracking_number"], lambda one: {"parcels": [one]})

    async def fedex_token(self, request: web.Request) -> web.Response:
        form = await request.post()
        assert (form["grant_type"], form["client_id"], form["client_secret"]) == (
            "client_credentials",
            *PAIR.split(":"),
        )
        return web.json_response({"access_token": TOKEN, "expires_in": 3599})

    async def fedex(self, request: web.Request) -> web.Response:
        assert request.headers["authorization"] == f"Bearer {TOKEN}"
        wanted = await request.json()
        assert wanted["includeDetailedScans"]
        numbers = [one["trackingNumberInfo"]["trackingNumber"] for one in wanted["trackingInfo"]]
        self.asked += numbers
        found = [{"trackResults": [self.parcels[number]]} for number in numbers if number in self.parcels]
        return web.json_response({"output": {"completeTrackResults": found}})

    async def task(self, request: web.Request) -> web.Response:
        assert request.headers["authorization"] == basic(f"{KEY}:")
        return self._found(request.match_info["number"].upper(), lambda one: one)

    async def update_task(self, request: web.Request) -> web.Response:
        wanted = await request.json()
        self.heard.append(wanted)
        task = next(one for one in self.parcels.values() if one["id"] == request.match_info["id"])
        if self.keeps_windows:
            task |= wanted
        return web.json_response(task)

    async def delete_task(self, request: web.Request) -> web.Response:
        assert request.headers["authorization"] == basic(f"{KEY}:")
        gone = next(number for number, one in self.parcels.items() if one["id"] == request.match_info["id"])
        del self.parcels[gone]
        return web.Response()

    async def destination(self, request: web.Request) -> web.Response:
        wanted = await request.json()
        self.heard.append(wanted)
        if "nowhere" in wanted["address"]["unparsed"]:
            return web.json_response({"code": "InvalidContent"}, status=400)
        return web.json_response({"id": "dest~2", "warnings": self.warnings})

    async def token(self, request: web.Request) -> web.Response:
        assert request.headers["authorization"] == basic(PAIR)
        return web.json_response({"access_token": TOKEN, "expires_in": "14399"})

    async def ups(self, request: web.Request) -> web.Response:
        self._bearer(request)
        return self._found(request.match_info["number"], lambda one: {"trackResponse": {"shipment": [one]}})

    async def subscribe(self, request: web.Request) -> web.Response:
        self._bearer(request)
        wanted = await request.json()
        self.heard.append(wanted)
        return web.json_response({"validTrackingNumbers": wanted["trackingNumberList"]})

    async def eligibility(self, request: web.Request) -> web.Response:
        self._intercepting(request)
        found = [{"interceptFeature": name, "eligibilityValue": value} for name, value in self.eligible.items()]
        return web.json_response({"response": {"statusCode": "000", "success": True, "commonEligibilityMap": found}})

    async def intercepted(self, request: web.Request) -> web.Response:
        """As `DeliveryInterceptRequestV2` has it: no other fields than these, and some of them always."""
        self._intercepting(request)
        wanted = await request.json()
        assert set(wanted) <= INTERCEPT_FIELDS
        assert {"requesterContactInfo", "specialInstructions"} <= set(wanted)
        assert {"name", "telephone"} <= set(wanted["requesterContactInfo"])
        self.intercepts.append(request.match_info["path"])
        self.heard.append(wanted)
        return web.json_response(self.intercept)

    def _intercepting(self, request: web.Request) -> None:
        self._bearer(request)
        assert (request.headers["platformtype"], request.headers["inquirytype"]) == ("XOLT", "U")

    def _bearer(self, request: web.Request) -> None:
        assert request.headers["authorization"] == f"Bearer {TOKEN}"
        assert len(request.headers["transid"]) <= 14

    def _found(self, number: str, shape: Any) -> web.Response:
        self.asked.append(number)
        if number not in self.parcels:
            return web.json_response({"error": "not found"}, status=404)
        return web.json_response(shape(self.parcels[number]))


@asynccontextmanager
async def serving(api: Api) -> AsyncIterator[Api]:
    server = TestServer(api.application())
    await server.start_server()
    api.url = str(server.make_url("")).rstrip("/")
    yield api
    await server.close()


def basic(pair: str) -> str:
    return "Basic " + base64.b64encode(pair.encode()).decode()
