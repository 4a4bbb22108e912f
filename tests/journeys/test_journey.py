"""The main job, as its people do it: send a place from a phone, accept it, go and see it.

A real server process, real photos, HTTP, and the built site in a real Chromium.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browsing import PHONE
from tests.journeys.deployment import Caller, a_feature, eventually, kufu, serving


class Deployment(NamedTuple):
    """A demo that runs, and the two people who use it."""

    site: str
    home: Path
    member: Caller
    reviewer: Caller

    def get(self, path: str) -> httpx.Response:
        """Return what the public site has at `path`."""
        return httpx.get(self.site + path)


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    folder = tmp_path_factory.mktemp("journey")
    home = folder / "workspace"
    said = kufu("demo", "--no-serve", home=home)
    assert "127.0.0.1:8000" in said
    member = kufu("group", "add", "代沢まちづくりの会", "--role", "member", home=home).strip()
    reviewer = kufu("group", "add", "みどりの係", "--role", "reviewer", home=home).strip()
    assert member.startswith("kufu_")
    assert "\n" not in member
    with serving(home, log=folder / "server.log") as server:
        site = server.url.split("/api/")[0]
        with Caller(server.url, member) as sender, Caller(server.url, reviewer) as decider:
            yield Deployment(site, home, sender, decider)
        assert member not in server.said()
        assert "139.65" not in server.said()


def send(deployment: Deployment, photo: Path, name: str, **said: Any) -> dict[str, Any]:  # noqa: ANN401
    feature = a_feature(name, photos=[{"alt": "石をならべたくぼ地"}], **said)
    answer = deployment.member.submit(feature, photo)
    assert answer.status_code == 201, answer.text
    receipt: dict[str, Any] = answer.json()
    return receipt


def accept(deployment: Deployment, receipt: dict[str, Any]) -> None:
    answer = deployment.reviewer.decide(receipt["id"], "accept", "ありがとうございます。")
    assert answer.status_code == 200, answer.text


def test_from_a_phone_to_the_public_map(
    deployment: Deployment, shared: Path, open_page: Callable[..., Page]
) -> None:
    photo = shared / "photos" / "setagaya_synthetic_gps" / "03_kinuta_o8.jpg"
    receipt = send(deployment, photo, "砧の雨庭", attributes={"area_m2": 12})
    assert receipt["status"] == "received"
    # The photo says where it was taken, which is a suggestion and kept nowhere.
    suggested = receipt["suggested_position"]
    assert suggested["coordinates"] == pytest.approx([139.6205, 35.631], abs=1e-4)
    kept = b"".join(path.read_bytes() for path in deployment.home.rglob("*") if path.is_file())
    assert b"139.6205" not in kept

    path = f"/sites/{receipt['site_id']}/"
    assert deployment.get(path).status_code == 404
    assert not (deployment.home / "photos" / sha256(photo.read_bytes()).hexdigest()).exists()
    accept(deployment, receipt)
    eventually(lambda: deployment.get(path).status_code == 200, 5, "the page of the site")

    page = open_page(viewport=PHONE)
    page.goto(f"{deployment.site}/#site={receipt['site_id']}")
    popup = page.get_by_role("dialog").or_(page.locator(".leaflet-popup"))
    expect(popup.first).to_contain_text("砧の雨庭")
    popup.get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("砧の雨庭")
    picture = page.get_by_role("img", name=re.compile("石をならべたくぼ地"))
    expect(picture).to_be_visible()
    wide, high = picture.evaluate(
        "async i => { await i.decode(); return [i.naturalWidth, i.naturalHeight] }"
    )
    assert wide > 0
    assert (wide < high) == (
        int(picture.get_attribute("width") or 0) < int(picture.get_attribute("height") or 0)
    )
    expect(page.get_by_text("12", exact=False).first).to_be_visible()

    page.goto(f"{deployment.site}/list/")
    expect(page.get_by_role("link", name=re.compile("砧の雨庭")).first).to_be_visible()


@pytest.mark.needs("exiftool", "ogrinfo")
def test_the_open_data_opens_and_pictures_tell_nothing(
    deployment: Deployment, shared: Path, tmp_path: Path
) -> None:
    photo = shared / "photos" / "setagaya_synthetic_gps" / "01_ward_office.jpg"
    receipt = send(deployment, photo, "データになる雨庭")
    accept(deployment, receipt)

    def listed() -> bool:
        return "データになる雨庭" in deployment.get("/data/sites.csv").text

    eventually(listed, 5, "the row in the CSV")
    for name in ("sites.geojson", "sites.csv"):
        (tmp_path / name).write_bytes(deployment.get(f"/data/{name}").content)
    assert (tmp_path / "sites.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    ogrinfo = shutil.which("ogrinfo") or ""
    seen = subprocess.run(
        [ogrinfo, "-al", "-so", "-json", tmp_path / "sites.geojson"],
        capture_output=True,
        text=True,
        check=False,
    )
    if seen.returncode != 0:  # GDAL before 3.7 speaks no JSON here
        seen = subprocess.run(
            [ogrinfo, "-al", "-so", tmp_path / "sites.geojson"],
            capture_output=True,
            text=True,
            check=True,
        )
    count = json.loads((tmp_path / "sites.geojson").read_bytes())["features"]
    assert str(len(count)) in seen.stdout

    told = subprocess.run(
        ["exiftool", "-j", "-G", "-r", deployment.home / "photos", deployment.home / "public"],
        capture_output=True,
        text=True,
        check=True,
    )
    for picture in json.loads(told.stdout):
        groups = {tag.split(":")[0] for tag in picture if ":" in tag}
        assert groups <= {
            "ExifTool",
            "File",
            "JFIF",
            "Composite",
            "SVG",
            "PNG",
            "HTML",
            "JSON",
            "XML",
        }
    masters = {path.name for path in (deployment.home / "private" / "masters").iterdir()}
    assert masters
    assert not masters & {path.name for path in (deployment.home / "public").rglob("*")}


def test_a_hidden_site_is_gone_from_everywhere(deployment: Deployment, shared: Path) -> None:
    photo = shared / "photos" / "setagaya_synthetic_gps" / "08_mirror_o2.jpg"
    receipt = send(deployment, photo, "かくす雨庭")
    accept(deployment, receipt)
    path = f"/sites/{receipt['site_id']}/"
    eventually(lambda: deployment.get(path).status_code == 200, 5, "the page of the site")
    site = f"/sites/{receipt['site_id']}"
    hidden = deployment.reviewer.client.post(f"{site}/hide", json={"reason": "持ち主の希望"})
    assert hidden.status_code == 200, hidden.text
    assert deployment.member.client.get(site).status_code == 410
    eventually(lambda: deployment.get(path).status_code == 404, 5, "the page to go")
    public = deployment.home / "public"

    def forgotten() -> bool:
        texts = [
            each
            for each in public.rglob("*")
            if each.suffix in {".html", ".json", ".geojson", ".csv"}
        ]
        return not any("かくす雨庭".encode() in each.read_bytes() for each in texts)

    eventually(forgotten, 5, "the name to go")
    assert "持ち主の希望".encode() not in (deployment.home / "data" / "sites.geojsonl").read_bytes()


def test_a_home_at_block_level_is_nowhere_exact(deployment: Deployment, shared: Path) -> None:
    photo = shared / "photos" / "setagaya_synthetic_gps" / "10_transverse_o7.jpg"
    feature = a_feature(
        "うちの雨水タンク",
        at=(139.661234, 35.652345),
        category="rainwater_tank",
        setting="private_home",
        precision="block",
        address="世田谷区代沢4-27-19",
    ) | {"consent": True}
    answer = deployment.member.submit(feature, photo)
    assert answer.status_code == 201, answer.text
    accept(deployment, answer.json())
    path = f"/sites/{answer.json()['site_id']}/"
    eventually(lambda: deployment.get(path).status_code == 200, 5, "the page of the site")
    for each in deployment.home.rglob("*"):
        if each.is_file():
            held = each.read_bytes()
            assert b"139.661234" not in held, each
            assert b"4-27-19" not in held, each
    assert "suggested" not in json.dumps(answer.json()["findings"])
    near = answer.json()["suggested_position"]
    assert near is None or near["coordinates"] != pytest.approx([139.6673, 35.6619], abs=1e-5)
