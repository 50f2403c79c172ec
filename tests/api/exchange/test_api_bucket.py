"""Submissions in a bucket: signed as AWS publishes it, checked when read, an outage is no loss."""

from datetime import UTC, datetime

import httpx
import pytest
from atlas_api.errors import RefusalError
from atlas_api.exchange.blobs import BlobLostError
from atlas_api.exchange.bucket import BucketBlobs, signed_headers
from atlas_api.settings import Bucket, SettingsError, read_settings

BUCKET = Bucket(
    url="https://examplebucket.s3.amazonaws.com",
    region="us-east-1",
    key_id="AKIAIOSFODNN7EXAMPLE",
    secret="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
)
MOMENT = datetime(2013, 5, 24, tzinfo=UTC)


@pytest.mark.parametrize(
    ("method", "path", "content", "more", "signature"),
    [
        # The examples of docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
        (
            "GET",
            "/test.txt",
            b"",
            {"Range": "bytes=0-9"},
            "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
        ),
        (
            "PUT",
            "/test$file.text",
            b"Welcome to Amazon S3.",
            {
                "Date": "Fri, 24 May 2013 00:00:00 GMT",
                "x-amz-storage-class": "REDUCED_REDUNDANCY",
            },
            "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
        ),
    ],
)
def test_requests_are_signed_as_the_published_examples_are(
    method: str, path: str, content: bytes, more: dict[str, str], signature: str
) -> None:
    url = BUCKET.url + path
    headers = signed_headers(BUCKET, method, url, content=content, now=MOMENT, more=more)
    assert headers["authorization"].endswith(f"Signature={signature}")


class FakeBucket:
    """Objects in a dict; a request whose signature is another than ours is refused."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.down = False

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if self.down:
            raise httpx.ConnectError("refused", request=request)
        content = request.read()
        expected = signed_headers(
            BUCKET, request.method, str(request.url), content=content, now=MOMENT
        )
        if request.headers["authorization"] != expected["authorization"]:
            return httpx.Response(403)
        if request.method == "PUT":
            self.objects[request.url.path] = content
            return httpx.Response(200)
        found = self.objects.get(request.url.path)
        return httpx.Response(404) if found is None else httpx.Response(200, content=found)


@pytest.fixture
def fake() -> FakeBucket:
    return FakeBucket()


@pytest.fixture
def blobs(fake: FakeBucket) -> BucketBlobs:
    return BucketBlobs(BUCKET, clock=lambda: MOMENT, transport=httpx.MockTransport(fake))


def test_what_was_put_comes_back_under_its_hash(blobs: BucketBlobs, fake: FakeBucket) -> None:
    name = blobs.put(b"an answer")
    assert blobs.put(b"an answer") == name
    assert list(fake.objects) == [f"/{name[:2]}/{name}"], "as a folder of blobs has it"
    assert blobs.get(name) == b"an answer"


def test_a_damaged_or_missing_object_is_lost_and_never_judged(
    blobs: BucketBlobs, fake: FakeBucket
) -> None:
    name = blobs.put(b"an answer")
    fake.objects[f"/{name[:2]}/{name}"] = b"another"
    with pytest.raises(BlobLostError, match="damaged"):
        blobs.get(name)
    with pytest.raises(BlobLostError, match="missing"):
        blobs.get("0" * 64)


def test_a_bucket_that_is_away_is_an_outage_with_a_time_to_come_back(
    blobs: BucketBlobs, fake: FakeBucket
) -> None:
    fake.down = True
    with pytest.raises(RefusalError) as refused:
        blobs.put(b"an answer")
    assert refused.value.status_code == 503
    assert refused.value.headers == {"Retry-After": "30"}


def test_wrong_keys_are_an_outage_and_not_an_empty_answer(fake: FakeBucket) -> None:
    wrong = Bucket(url=BUCKET.url, region=BUCKET.region, key_id="x", secret="y")
    blobs = BucketBlobs(wrong, clock=lambda: MOMENT, transport=httpx.MockTransport(fake))
    with pytest.raises(RefusalError, match="status 403"):
        blobs.get("0" * 64)


def test_a_bucket_without_its_keys_is_named_at_the_start() -> None:
    given = {"ATLAS_BUCKET_URL": "https://s3.example.org/b", "ATLAS_BUCKET_KEY_ID": "k"}
    with pytest.raises(SettingsError, match="ATLAS_BUCKET_SECRET"):
        read_settings(given)
    bucket = read_settings(given | {"ATLAS_BUCKET_SECRET": "hush"}).bucket
    assert bucket is not None
    assert "hush" not in repr(bucket)
