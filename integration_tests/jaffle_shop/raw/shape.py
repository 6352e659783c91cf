"""Which tables and columns Segment's loader leaves behind, written down by hand.

Follows the loader's documented rules and nothing of the package under test: this is what
the package's own names are compared with, so it must not be derived from them.
"""

from __future__ import annotations

from typing import NamedTuple


class Column(NamedTuple):
    """A column of a raw table; *type* is a name that DuckDB and Postgres both know."""

    name: str
    type: str


Columns = tuple[Column, ...]


def _of(type_: str, names: str) -> Columns:
    return tuple(Column(name, type_) for name in names.split())


def text(names: str) -> Columns:
    return _of("varchar", names)


def whole(names: str) -> Columns:
    return _of("bigint", names)


def number(names: str) -> Columns:
    return _of("double precision", names)


def flag(names: str) -> Columns:
    return _of("boolean", names)


def moment(names: str) -> Columns:
    return _of("timestamp", names)


_TIMES = moment("timestamp original_timestamp sent_at received_at uuid_ts")
_WHO = text("id anonymous_id user_id")
_EVENT = (*_WHO, *text("event event_text"), *_TIMES)
_CALL = (*_WHO, *_TIMES)
# A column comes with its first value, and our servers know nobody without an account.
_SERVER_EVENT = (*text("id user_id event event_text"), *_TIMES)

_EVERY_LIBRARY = text(
    "context_library_name context_library_version"
    " context_protocols_source_id context_protocols_violations"
)
_DEVICE = text("context_ip context_locale context_timezone context_user_agent")
# Nobody at Segment knows of kiosks: the shop's own addition to the context.
_BROWSER = (
    *text(
        "context_page_path context_page_referrer context_page_search context_page_title"
        " context_page_url context_campaign_name context_campaign_source"
        " context_campaign_medium context_user_agent_data_brands"
        " context_user_agent_data_platform context_kiosk_id"
    ),
    *flag("context_user_agent_data_mobile"),
)
_PHONE = (
    *text(
        "context_app_build context_app_name context_app_namespace context_app_version"
        " context_device_id context_device_manufacturer context_device_model"
        " context_device_name context_device_type context_network_carrier"
        " context_os_name context_os_version"
    ),
    *flag("context_network_cellular context_network_wifi"),
    *whole("context_screen_height context_screen_width"),
    *number("context_screen_density"),
)

SERVER = _EVERY_LIBRARY
WEB = (*_EVERY_LIBRARY, *_DEVICE, *_BROWSER)
MOBILE = (*_EVERY_LIBRARY, *_DEVICE, *_PHONE)
BOTH = (*WEB, *_PHONE)

_PRODUCT = text("product_id sku name category")
_TRAITS = (
    *text("email first_name last_name phone birthday favorite_store_id loyalty_tier"),
    *moment("created_at"),
    *whole("lifetime_orders"),
    *flag("marketing_opt_in"),
    *text("address_city address_postcode address_country"),
)

# Event tables by name, each with the event's text, its properties and its context.
# What was added to a table after its first load stands last, as the loader leaves it.
_EVENTS: dict[str, tuple[str, Columns, Columns]] = {
    "order_completed": (
        "Order Completed",
        (
            *text("order_id checkout_id store_id fulfillment payment_method currency"),
            *number("subtotal discount shipping tax total"),
            *flag("is_gift"),
            *text("coupon note products"),
        ),
        BOTH,
    ),
    # Planned, but never sent: coupon.
    "cart_viewed": (
        "Cart Viewed",
        (
            *text("cart_id store_id currency products"),
            *number("subtotal"),
            *whole("item_count"),
        ),
        BOTH,
    ),
    "checkout_step_viewed": (
        "Checkout Step Viewed",
        (
            *text("cart_id checkout_id step_name fulfillment"),
            *whole("step"),
            *flag("is_guest"),
        ),
        BOTH,
    ),
    # The first step ever loaded was text, so text it stays; shipping_method is what
    # versions before 1-1 sent.
    "checkout_step_completed": (
        "Checkout Step Completed",
        (
            *text("cart_id checkout_id step step_name payment_method shipping_method"),
            *number("duration_seconds"),
            *flag("is_guest"),
        ),
        BOTH,
    ),
    # Nobody planned experiment_group.
    "product_added": (
        "Product Added",
        (
            *text("cart_id"),
            *_PRODUCT,
            *number("price"),
            *whole("quantity"),
            *text("variant customizations added_from experiment_group"),
        ),
        BOTH,
    ),
    "product_clicked": (
        "Product Clicked",
        (*_PRODUCT, *number("price"), *text("list_name"), *whole("position")),
        BOTH,
    ),
    "product_removed": (
        "Product Removed",
        (*text("cart_id"), *_PRODUCT, *number("price"), *whole("quantity"), *text("reason")),
        BOTH,
    ),
    "delivery_scheduled": (
        "Delivery Scheduled",
        (
            *text("order_id courier_name courier_vehicle destination_label"),
            *text("destination_address_line_1 destination_address_line_2"),
            *text("destination_address_city destination_address_postcode"),
            *number("destination_coordinates_latitude destination_coordinates_longitude"),
            *moment("time_slot_starts_at time_slot_ends_at"),
            *number("distance_km"),
        ),
        SERVER,
    ),
    "httprequest_failed": (
        "HTTPRequest Failed",
        (
            *text("request_id method url error_message"),
            *whole("status_code attempt"),
            *number("duration_ms"),
            *flag("is_retryable"),
        ),
        BOTH,
    ),
    "order_rated": (
        "Order Rated",
        (*text("order comment liked"), *whole("stars"), *flag("wants_reply")),
        MOBILE,
    ),
    # The property is called id, but that name is the loader's own.
    "reward_claimed": (
        "Reward Claimed",
        (
            *text("_id reward store_id"),
            *whole("points_spent points_left"),
            *moment("expires_at"),
        ),
        BOTH,
    ),
    # Nobody planned this event.
    "newsletter_signed_up": ("Newsletter Signed Up", text("email frequency"), WEB),
}

EVENT_TEXT = {table: text_ for table, (text_, _, _) in _EVENTS.items()}

TABLES: dict[str, Columns] = {
    "tracks": (*_EVENT, *BOTH),
    "identifies": (*_CALL, *_TRAITS, *BOTH),
    "users": (*text("id"), *moment("received_at uuid_ts"), *_TRAITS, *BOTH),
    "groups": (
        *text("id group_id anonymous_id user_id"),
        *_TIMES,
        *text("name industry plan"),
        *whole("employees"),
        *number("monthly_budget"),
        *flag("has_invoice_billing"),
        *moment("contract_started_at"),
        *WEB,
    ),
    "pages": (*_CALL, *text("name category url path title referrer search"), *WEB),
    "screens": (
        *_CALL,
        *text("name category path title referrer search"),
        *flag("is_deep_link"),
        *MOBILE,
    ),
    **{
        table: (*(_SERVER_EVENT if context is SERVER else _EVENT), *properties, *context)
        for table, (_, properties, context) in _EVENTS.items()
    },
}

# An old system's table that has been in the warehouse for longer than any event.
LEGACY_TABLES: dict[str, Columns] = {
    "stores": (*text("id name city opened_on"), *number("tax_rate")),
}
