"""The fields of the spec's context, and what they mean: a table, in our order.

Objects are flattened by the loader, so that only leaves are here. Left out is what has
keys of a user's own: ``traits`` and ``consent.categoryPreferences``. Their columns
differ between installations; like other context columns that we do not know they are
counted, and selected only on request.
"""

from __future__ import annotations

from typing import NamedTuple


class Field(NamedTuple):
    """One leaf of the context.

    Attributes:
        path: Below ``context``, as the SDK sends it, joined with dots.
        description: Plain text, one paragraph, without braces.
    """

    path: str
    description: str


COMMON = (
    Field(
        "active",
        "Whether the user was active at the time. False on calls that only update what is "
        "known of a user, such as those of a nightly job.",
    ),
    Field("app.name", "Name of the app that sent the event."),
    Field("app.version", "Version of the app, as its users see it."),
    Field("app.build", "Build number of the app, which is finer than its version."),
    Field("app.namespace", "Bundle or package name of the app, in reverse domain form."),
    Field("campaign.name", "Campaign that brought the user, from utm_campaign."),
    Field(
        "campaign.source", "Where the user came from, such as a newsletter; from utm_source."
    ),
    Field("campaign.medium", "Kind of marketing, such as email or cpc; from utm_medium."),
    Field("campaign.term", "Search words that were paid for, from utm_term."),
    Field("campaign.content", "Which of several links was followed, from utm_content."),
    Field("device.id", "Id of the device, as its maker gives it to the vendor of the app."),
    Field(
        "device.advertisingId", "Id of the device for advertisers, which its user can reset."
    ),
    Field(
        "device.adTrackingEnabled",
        "Whether the user lets advertisers track the device.",
    ),
    Field("device.manufacturer", "Maker of the device, such as Apple."),
    Field("device.model", "Model of the device in its maker's own terms, such as iPhone7,2."),
    Field("device.name", "Name of the device; on some systems chosen by its user."),
    Field("device.type", "Kind of device, such as ios or android."),
    Field("device.version", "Version of the device, where its maker has such a thing."),
    Field("device.token", "Token with which messages can be pushed to the device."),
    Field("ip", "IP address that the event was sent from."),
    Field("library.name", "Name of the SDK library that sent the event."),
    Field("library.version", "Version of the SDK library that sent the event."),
    Field("locale", "Language and country that the user's device is set to, such as en-US."),
    Field("location.city", "City where the user was."),
    Field("location.country", "Country where the user was."),
    Field("location.latitude", "Latitude of where the user was, in degrees."),
    Field("location.longitude", "Longitude of where the user was, in degrees."),
    Field("location.postalCode", "Postal code of where the user was."),
    Field("location.region", "Region or state where the user was."),
    Field(
        "location.speed", "Speed at which the user moved, in the unit that the device reports."
    ),
    Field("network.bluetooth", "Whether Bluetooth was on."),
    Field("network.carrier", "Mobile carrier of the device."),
    Field("network.cellular", "Whether the device was on a mobile network."),
    Field("network.wifi", "Whether the device was on Wi-Fi."),
    Field("os.name", "Operating system of the device."),
    Field("os.version", "Version of the operating system."),
    Field("page.path", "Path of the page that the event was sent from."),
    Field("page.referrer", "Address of the page that led to this one; empty if none did."),
    Field("page.search", "Query string of the page's address, with the question mark."),
    Field("page.title", "Title of the page that the event was sent from."),
    Field("page.url", "Full address of the page that the event was sent from."),
    Field("referrer.id", "Id that the referring network gave to the click or impression."),
    Field("referrer.type", "Kind of referrer, such as the advertising network."),
    Field("referrer.name", "Name of who or what referred the user."),
    Field("referrer.url", "Address that referred the user."),
    Field("referrer.link", "Link that the user followed."),
    Field("referrer.btid", "Click id from the btid parameter of the page's address."),
    Field("screen.density", "Pixel density of the device's screen."),
    Field("screen.height", "Height of the device's screen, in pixels."),
    Field("screen.width", "Width of the device's screen, in pixels."),
    Field(
        "groupId",
        "Id of the group (account, company, team) that the user acted for when the event "
        "was sent.",
    ),
    Field("timezone", "Time zone of the user by its tz database name, such as Europe/Vienna."),
    Field("userAgent", "User agent string of the browser or app."),
    Field("userAgentData.brands", "Brands and versions of the browser, as a JSON array."),
    Field("userAgentData.mobile", "Whether the browser says that it runs on a mobile device."),
    Field("userAgentData.platform", "Platform that the browser says it runs on."),
    Field("userAgentData.architecture", "Processor architecture that the browser reports."),
    Field("userAgentData.bitness", "Bits of the processor architecture, such as 64."),
    Field("userAgentData.model", "Model of the device that the browser reports."),
    Field("userAgentData.platformVersion", "Version of the platform that the browser reports."),
    Field("userAgentData.uaFullVersion", "Full version of the browser."),
    Field(
        "userAgentData.fullVersionList",
        "Brands and full versions of the browser, as a JSON array.",
    ),
)
