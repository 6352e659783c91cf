"""The context that each of Segment's libraries sends along, as context columns."""

from __future__ import annotations

import json
from random import Random
from typing import Any

from integration_tests.jaffle_shop.raw import words

Row = dict[str, Any]

SITE = "https://thejaffleshop.com"
SOURCE_ID = "jAffLe5h0pS3gm3ntS0urc"
_VIOLATION = {"type": "Required", "field": "properties.sku", "description": "sku isn't there"}
VIOLATIONS = json.dumps([_VIOLATION])


def web(rng: Random) -> Row:
    """Return what the browser's library knows."""
    _, _, path, title = rng.choice(words.PAGES)
    name, source, medium = rng.choice(words.CAMPAIGNS)
    search = f"?utm_source={source}&utm_medium={medium}" if source else ""
    return {
        **_library(rng, "analytics.js", "npm:next-1.77.0"),
        **_device(rng),
        "context_user_agent": rng.choice(words.USER_AGENTS),
        "context_page_path": path,
        "context_page_url": f"{SITE}{path}{search}",
        "context_page_title": title,
        "context_page_search": search,
        "context_page_referrer": rng.choice((None, "https://www.google.com/", f"{SITE}/")),
        "context_campaign_name": name,
        "context_campaign_source": source,
        "context_campaign_medium": medium,
        "context_user_agent_data_brands": '[{"brand":"Chromium","version":"133"}]',
        "context_user_agent_data_platform": rng.choice(("macOS", "Windows")),
        "context_user_agent_data_mobile": rng.random() < 0.2,
        "context_kiosk_id": rng.choice((None, None, None, "kiosk-1", "kiosk-2")),
    }


def mobile(rng: Random) -> Row:
    """Return what the libraries in our app know; both platforms' report the same fields."""
    maker, model, name, type_, os, os_version, height, width, density = rng.choice(words.PHONES)
    wifi = rng.random() < 0.6
    android = type_ == "android"
    return {
        **_library(rng, "analytics-kotlin" if android else "analytics-swift", "1.19.2"),
        **_device(rng),
        # Only Android's library tells the user agent.
        "context_user_agent": "Dalvik/2.1.0 (Linux; U)" if android else None,
        "context_app_name": "Jaffles to go",
        "context_app_namespace": "com.thejaffleshop.app",
        "context_app_version": rng.choice(("4.2.0", "4.3.1")),
        "context_app_build": rng.choice(("420", "431")),
        "context_device_id": f"{rng.getrandbits(64):016x}",
        "context_device_manufacturer": maker,
        "context_device_model": model,
        "context_device_name": name,
        "context_device_type": type_,
        "context_network_carrier": rng.choice(words.CARRIERS),
        "context_network_cellular": not wifi,
        "context_network_wifi": wifi,
        "context_os_name": os,
        "context_os_version": os_version,
        "context_screen_height": height,
        "context_screen_width": width,
        "context_screen_density": density,
    }


def server(rng: Random) -> Row:
    """Return what the library on our servers knows: nothing of the customer's device."""
    return _library(rng, "@segment/analytics-node", "2.2.1")


def _library(rng: Random, name: str, version: str) -> Row:
    return {
        "context_library_name": name,
        "context_library_version": version,
        "context_protocols_source_id": SOURCE_ID,
        "context_protocols_violations": VIOLATIONS if rng.random() < 0.01 else None,
    }


def _device(rng: Random) -> Row:
    return {
        "context_ip": f"203.0.113.{rng.randrange(256)}",
        "context_locale": rng.choice(("en-US", "en-AU", "pt-BR", "de-DE")),
        "context_timezone": rng.choice(("America/New_York", "Australia/Melbourne", None)),
    }
