"""Speaking to an endpoint that speaks the OpenAI chat protocol: the one place here that opens a
connection."""

import json
import math
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from urazuke.errors import SettingsError, UrazukeError

_RETRIED = frozenset({408, 409, 425, 429, 500, 502, 503, 504})
_NOT_THIS_REQUEST = frozenset({400, 413, 422})
"""What a server says of one request that it can't take; another may be welcome."""
_MAX_ANSWER_BYTES = 4_000_000
"""A larger answer is no answer to our question."""
_CONNECT_TRIES = 2
"""Where nobody listens, waiting longer helps nobody."""


def require_client() -> None:
    """See to it that what speaks HTTP is there, before anything is read.

    Raises:
        SettingsError: the extra ``llm`` is not installed.
    """
    if find_spec("httpx") is None:
        raise SettingsError("needs the extra llm: pip install 'urazuke[llm]'", where="--reader")


class EndpointError(UrazukeError):
    """The endpoint could not be reached, refused, or answered with something that is no answer."""


class RequestRefusedError(EndpointError):
    """The endpoint refused this one request: too long for the model, or filtered by its keeper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """One answer: its text, why it ended (``stop``, ``length``, ``refusal`` …) and the tokens it took, 0
    where not told."""

    text: str
    finish: str
    prompt_tokens: int = 0
    completion_tokens: int = 0


@dataclass(slots=True, kw_only=True)
class Endpoint:
    """Where to ask. `url` is the base (``http://127.0.0.1:11434/v1``); `sleep` and `jitter` are given by
    tests.

    It remembers the richest form of answer that the server has shown it can give, so that a refusal is paid
    once. Threads may share it.
    """

    url: str
    model: str
    key: str | None = field(default=None, repr=False)
    timeout_s: float = 120.0
    retries: int = 4
    sleep: Callable[[float], None] = time.sleep
    jitter: Callable[[], float] = random.random
    _first_form: int = field(default=0, repr=False, init=False)
    _temperature: bool = field(default=True, repr=False, init=False)

    @property
    def is_loopback(self) -> bool:
        """Whether the endpoint is on this very machine, so that nothing leaves it."""
        host = urlsplit(self.url).hostname or ""
        try:
            return ip_address(host).is_loopback
        except ValueError:
            return host == "localhost"

    def complete(self, messages: Sequence[Mapping[str, str]], schema: Mapping[str, Any]) -> Completion:
        """Ask once, with back-off where the endpoint is busy; JSON by `schema` where it can, else plain JSON,
        else text.

        Raises:
            RequestRefusedError: it can't take this request, in whatever form.
            EndpointError: it could not be reached, refused for good, or was still busy after the last try.
            SettingsError: the extra ``llm`` is not installed.
        """
        status, answer = 0, b""
        for form, body in self._bodies(messages, schema):
            status, answer = self._post(body)
            if status == 200:
                self._first_form, self._temperature = form, "temperature" in body
                return _read_completion(answer, self.url)
            if status not in (400, 422):
                break
        message = f"answered {status}: {self._reason(answer)}"
        if status in _NOT_THIS_REQUEST:
            raise RequestRefusedError(message, where=self.url)
        raise EndpointError(f"{message}; check address, model and key", where=self.url)

    def _bodies(
        self, messages: Sequence[Mapping[str, str]], schema: Mapping[str, Any]
    ) -> Iterator[tuple[int, dict[str, Any]]]:
        """What to send, the best first. A server that does not know a form says 400 or 422; the next simpler
        one may do.

        The last leaves out the temperature, which some models let nobody set.
        """
        forms: tuple[Mapping[str, Any] | None, ...] = (
            {"type": "json_schema", "json_schema": {"name": "claims", "strict": True, "schema": schema}},
            {"type": "json_object"},
            None,
        )
        base: dict[str, Any] = {"model": self.model, "messages": list(messages)}
        first = self._first_form
        for temperature in ({"temperature": 0}, {}) if self._temperature else ({},):
            for number, form in list(enumerate(forms))[first:]:
                yield number, {**base, **temperature, **({"response_format": form} if form else {})}

    def _post(self, body: Mapping[str, Any]) -> tuple[int, bytes]:
        require_client()
        import httpx

        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        last, tries, wait = "no answer", self.retries + 1, None
        for attempt in range(1, tries + 1):
            try:
                # A proxy of the environment must not get what is meant for this machine alone.
                with httpx.stream(
                    "POST",
                    self.url.rstrip("/") + "/chat/completions",
                    json=body,
                    headers=headers,
                    timeout=httpx.Timeout(self.timeout_s, connect=min(10.0, self.timeout_s)),
                    trust_env=not self.is_loopback,
                ) as response:
                    data = self._receive(response.iter_bytes())
                    if response.status_code not in _RETRIED:
                        return response.status_code, data
                    last = f"answered {response.status_code}"
                    wait = _retry_after(response.headers.get("retry-after"))
            except httpx.HTTPError as err:
                last, wait = (str(err) or type(err).__name__), None
                if isinstance(err, httpx.ConnectError):
                    tries = min(tries, _CONNECT_TRIES)
            if attempt >= tries:
                break
            self.sleep(wait if wait is not None else min(2.0 ** (attempt - 1) + self.jitter(), 30.0))
        raise EndpointError(f"{last} ({tries} tries); is it running?", where=self.url)

    def _receive(self, chunks: Iterator[bytes]) -> bytes:
        data = bytearray()
        started = time.monotonic()
        for chunk in chunks:
            data += chunk
            if len(data) > _MAX_ANSWER_BYTES or time.monotonic() - started > self.timeout_s:
                raise EndpointError("the answer is too long or too slow", where=self.url)
        return bytes(data)

    def _reason(self, answer: bytes) -> str:
        text = answer[:300].decode("utf-8", "replace")
        try:
            error = json.loads(answer).get("error")
            text = error.get("message", text) if isinstance(error, dict) else str(error or text)
        except (ValueError, AttributeError, RecursionError):
            pass
        if self.key:
            text = str(text).replace(self.key, "…")
        return " ".join(str(text).split())[:200]


def _retry_after(value: str | None) -> float | None:
    try:
        seconds = float(value) if value else math.nan
    except ValueError:  # the other form is a date; our own back-off does as well
        return None
    return min(max(seconds, 0.0), 60.0) if math.isfinite(seconds) else None


def _read_completion(answer: bytes, where: str) -> Completion:
    try:
        value = json.loads(answer)
        choice = value["choices"][0]
        message = choice["message"]
        usage = value.get("usage") or {}
        content, refusal = message.get("content"), message.get("refusal")
        return Completion(
            text=content.encode("utf-8", "replace").decode() if isinstance(content, str) else "",
            finish="refusal" if isinstance(refusal, str) else str(choice.get("finish_reason") or ""),
            prompt_tokens=_count(usage.get("prompt_tokens")),
            completion_tokens=_count(usage.get("completion_tokens")),
        )
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError) as err:
        raise EndpointError("answered something that is no chat completion", where=where) from err


def _count(value: object) -> int:
    return value if isinstance(value, int) and value > 0 else 0
