"""Blobs in an S3-compatible bucket, for an API of several pods without a shared volume.

Objects are named as files are (`<aa>/<sha256>`), so a folder can be copied into a bucket as it is.
A PUT is complete or absent by S3's own promise; what is read is checked against its name. Requests
are signed with AWS Signature Version 4 (docs.aws.amazon.com, "Authenticating Requests: Using the
Authorization Header"), path-style: MinIO, Ceph and Garage understand both. No retry here: the
caller's request fails with 503 and is sent again by the learner's server.
"""

import hashlib
import hmac
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from urllib.parse import quote, urlsplit

import httpx

from atlas_api.errors import Code, RefusalError
from atlas_api.exchange.blobs import BlobLostError
from atlas_api.settings import Bucket

TIMEOUT_S = 10.0
SERVICE = "s3"
ALGORITHM = "AWS4-HMAC-SHA256"


def signed_headers(
    bucket: Bucket,
    method: str,
    url: str,
    *,
    content: bytes,
    now: datetime,
    more: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """The headers that a request needs; `more` are signed with it. `url` has no query."""
    parts, moment = urlsplit(url), now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    payload = hashlib.sha256(content).hexdigest()
    headers = {"host": parts.netloc, "x-amz-content-sha256": payload, "x-amz-date": moment}
    headers |= {name.lower(): value for name, value in (more or {}).items()}
    names = ";".join(sorted(headers))
    listed = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
    request = f"{method}\n{quote(parts.path)}\n\n{listed}\n{names}\n{payload}"
    scope = f"{moment[:8]}/{bucket.region}/{SERVICE}/aws4_request"
    digest = hashlib.sha256(request.encode()).hexdigest()
    key = f"AWS4{bucket.secret}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.digest(key, f"{ALGORITHM}\n{moment}\n{scope}\n{digest}".encode(), "sha256")
    headers["authorization"] = (
        f"{ALGORITHM} Credential={bucket.key_id}/{scope},"
        f"SignedHeaders={names},Signature={signature.hex()}"
    )
    return headers


class BucketBlobs:
    """Keeps blobs in a bucket; the same calls as `Blobs`."""

    def __init__(
        self,
        bucket: Bucket,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._bucket, self._clock = bucket, clock
        self._client = httpx.Client(timeout=TIMEOUT_S, trust_env=False, transport=transport)

    def put(self, content: bytes) -> str:
        """Keep `content`; its SHA-256 in hexadecimal. Keeping the same twice changes nothing."""
        name = hashlib.sha256(content).hexdigest()
        answer = self._send("PUT", name, content)
        if answer.status_code not in (httpx.codes.OK, httpx.codes.CREATED):
            raise self._away(f"status {answer.status_code}")
        return name

    def get(self, name: str) -> bytes:
        """The content of a blob; BlobLostError when it is not what it was."""
        answer = self._send("GET", name, b"")
        if answer.status_code == httpx.codes.NOT_FOUND:
            raise BlobLostError(f"The blob {name} is missing.")
        if answer.status_code != httpx.codes.OK:
            raise self._away(f"status {answer.status_code}")
        if hashlib.sha256(answer.content).hexdigest() != name:
            raise BlobLostError(f"The blob {name} is damaged.")
        return answer.content

    def sweep(self) -> int:
        """Nothing is ever half-written there: 0."""
        return 0

    def _send(self, method: str, name: str, content: bytes) -> httpx.Response:
        url = f"{self._bucket.url.rstrip('/')}/{name[:2]}/{name}"
        headers = signed_headers(self._bucket, method, url, content=content, now=self._clock())
        try:
            return self._client.request(method, url, content=content or None, headers=headers)
        except httpx.HTTPError as error:
            raise self._away(type(error).__name__) from error

    def _away(self, why: str) -> RefusalError:
        return RefusalError(
            Code.UNAVAILABLE,
            f"The storage of submissions does not answer ({why}); try again in a minute.",
            retry_after_s=30,
        )
