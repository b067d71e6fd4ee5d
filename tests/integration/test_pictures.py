"""Pictures on the local cloud: S3 holds to the form, IAM is enforced, and what staff send is served or refused."""

import os
import subprocess
import sys

import pytest
import requests

from backend.contracts.picture.operations import GET_UPLOAD
from backend.contracts.product.operations import CREATE_PRODUCT, GET_PRODUCT
from storefront.imports.image_urls import digest_of
from tests.backend.picture.files import SVG, picture
from tests.cloud import ShopCloud
from tests.integration.api import Api
from tests.integration.pictures import await_picture, post, start
from tests.integration.shop import article
from tests.storefront.imports.other_host import other_host


def test_a_picture_goes_to_s3_and_comes_out_in_every_size(api: Api, staff: str, cloud: ShopCloud) -> None:
    upload = start(api, staff)
    reply = post(upload, picture(size=(1600, 1200)), name="../../etc/passwd\0.svg")
    assert reply.status_code == 303
    assert reply.headers["location"].startswith(f"{cloud.storefront}/staff/products/?upload={upload['id']}")
    told = await_picture(api, staff, upload)
    assert (told["status"], told["width"], told["height"]) == ("ready", 1280, 960)
    s3, bucket = cloud.client("s3"), cloud.outputs["PictureBucket"]
    found = {each["Key"] for each in s3.list_objects_v2(Bucket=bucket, Prefix=f"pictures/{told['src']}")["Contents"]}
    assert found == {
        f"pictures/{told['src']}-{width}.{ending}" for width in (320, 640, 960, 1280) for ending in ("avif", "webp")
    }


@pytest.mark.parametrize(
    "changed",
    [
        {"key": "incoming/another"}, {"key": "pictures/x.webp"}, {"success_action_redirect": "https://evil.test/"},
        {"Content-Type": "text/html"}, {"acl": "public-read"}, {"policy": "e30="}, {"x-amz-signature": "0" * 64},
    ],
    ids=lambda changed: next(iter(changed)),
)  # fmt: skip
def test_s3_takes_nothing_but_what_the_form_says(api: Api, staff: str, changed: dict[str, str]) -> None:
    upload = start(api, staff)
    assert post(upload, picture(), **changed).status_code in (400, 403)
    assert api(GET_UPLOAD, staff, path={"picture_id": upload["id"]}).json()["status"] == "awaited"


def test_s3_takes_no_more_than_the_form_says(api: Api, staff: str) -> None:
    upload = start(api, staff)
    reply = post(upload, os.urandom(1 << 20) * 21)
    assert (reply.status_code, "EntityTooLarge" in reply.text) == (400, True)
    assert post(upload, b"").status_code == 400


def test_a_hostile_file_is_refused_with_the_reason(api: Api, staff: str) -> None:
    upload = start(api, staff)
    assert post(upload, SVG, name="harmless.jpg").status_code == 303
    told = await_picture(api, staff, upload)
    assert (told["status"], "no JPEG" in told["reason"]) == ("refused", True)


def test_uploads_and_results_cannot_be_read_from_s3_without_permission(api: Api, staff: str, cloud: ShopCloud) -> None:
    upload = start(api, staff)
    post(upload, picture())
    told = await_picture(api, staff, upload)
    for key in (f"pictures/{told['src']}-320.webp", ""):
        assert requests.get(f"{cloud.endpoint}/{cloud.outputs['PictureBucket']}/{key}", timeout=60).status_code == 403


def test_a_picture_at_another_host_is_fetched_into_the_shop(api: Api, staff: str, cloud: ShopCloud) -> None:
    with other_host() as host:
        address = host.serve("/mug.png", picture("PNG", size=(900, 600)))
        product = article(f"fetched-{os.urandom(4).hex()}")
        product["pictures"] = [{"src": address, "alt": "A mug", "width": 1, "height": 1}]
        assert api(CREATE_PRODUCT, staff, body=product).status_code == 201
        command = [sys.executable, "manage.py", "fetch_pictures", "--private-hosts"]
        run = subprocess.run(command, env=cloud.environment | {"PATH": ""}, capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stdout + run.stderr
    assert f"{product['id']}: 1 fetched" in run.stdout
    (fetched,) = api(GET_PRODUCT, path={"product_id": product["id"]}).json()["pictures"]
    assert (fetched["src"].startswith("uploaded/"), fetched["alt"]) == (True, "A mug")
    assert (fetched["width"], fetched["height"], fetched["fetched_from"]) == (900, 600, digest_of(address))
    assert "red" in fetched["colours"]
