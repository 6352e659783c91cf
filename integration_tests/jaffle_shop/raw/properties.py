"""What each call says beside who, when and where: one function a table, as columns."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from types import MappingProxyType

from integration_tests.jaffle_shop.raw import words
from integration_tests.jaffle_shop.raw.context import SITE, Row
from integration_tests.jaffle_shop.raw.people import BASE, Moment, new_id

# Parts of the data's span after which the sender changed.
STEP_1_1, STEP_2_0, EXPERIMENT = 0.3, 0.6, 0.5

STEPS = ("contact", "delivery", "payment", "review")

Maker = Callable[[Moment], Row]


def _text(value: object) -> str:
    # The loader keeps arrays as JSON in a text column.
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _product(now: Moment) -> Row:
    id_, name, category, price = now.rng.choice(words.MENU)
    sku = f"{id_}-{now.rng.choice('SML')}"
    return {"product_id": id_, "sku": sku, "name": name, "category": category, "price": price}


def _products(now: Moment) -> list[Row]:
    items = range(now.rng.randrange(1, 4))
    return [{**_product(now), "quantity": now.rng.randrange(1, 4)} for _ in items]


def _cart(now: Moment) -> Row:
    return {"cart_id": f"cart-{now.customer.user_id}"}


def _subtotal(products: list[Row]) -> float:
    return round(sum((item["price"] * item["quantity"] for item in products), 0.0), 2)


def _store(now: Moment) -> str:
    return now.rng.choice(words.STORES)[0]


def order_completed(now: Moment) -> Row:
    rng = now.rng
    order = f"JS-{rng.getrandbits(48):012x}"
    now.world.orders.append(order)
    now.customer.traits["lifetime_orders"] += 1
    products = _products(now)
    subtotal = _subtotal(products)
    coupon = rng.choice(words.COUPONS)
    discount = round(subtotal * 0.1, 2) if coupon else 0.0
    fulfillment = rng.choice(words.FULFILLMENTS)
    shipping = 3.5 if fulfillment == "delivery" else 0.0
    tax = round((subtotal - discount) * 0.06, 2)
    return {
        "order_id": order,
        "checkout_id": new_id(rng),
        "store_id": _store(now),
        "fulfillment": fulfillment,
        "payment_method": rng.choice(words.PAYMENT_METHODS),
        "currency": "USD",
        "subtotal": subtotal,
        "discount": discount,
        "shipping": shipping,
        "tax": tax,
        "total": round(subtotal - discount + shipping + tax, 2),
        "is_gift": rng.random() < 0.1,
        "coupon": coupon,
        "note": rng.choice(words.NOTES),
        "products": _text(products),
    }


def cart_viewed(now: Moment) -> Row:
    products = _products(now) if now.rng.random() < 0.9 else []
    return {
        **_cart(now),
        "store_id": now.rng.choice((None, "S-01", "S-05")),
        "currency": "USD",
        "subtotal": _subtotal(products),
        "item_count": sum(item["quantity"] for item in products),
        "products": _text(products),
    }


def checkout_step_viewed(now: Moment) -> Row:
    step = now.rng.randrange(4)
    return {
        **_cart(now),
        "checkout_id": new_id(now.rng),
        "step": step + 1,
        "step_name": STEPS[step],
        "fulfillment": now.rng.choice(words.FULFILLMENTS) if step > 0 else None,
        "is_guest": now.rng.random() < 0.3,
    }


def checkout_step_completed(now: Moment) -> Row:
    rng = now.rng
    step = rng.randrange(4)
    row: Row = {
        "checkout_id": new_id(rng),
        "step": str(step + 1),
        "step_name": STEPS[step],
        "payment_method": rng.choice(words.PAYMENT_METHODS) if step > 1 else None,
        "is_guest": rng.random() < 0.3,
    }
    if now.share < STEP_1_1:
        return {**row, "shipping_method": rng.choice(("own rider", "courier", None))}
    row["duration_seconds"] = round(rng.expovariate(0.05), 3)
    return row if now.share < STEP_2_0 else {**row, **_cart(now)}


def product_added(now: Moment) -> Row:
    rng = now.rng
    extras = rng.sample(words.CUSTOMIZATIONS, rng.randrange(3))
    group = rng.choice(("control", "treatment"))
    return {
        **_cart(now),
        **_product(now),
        "quantity": rng.randrange(1, 4),
        "variant": rng.choice(words.VARIANTS),
        "customizations": _text(extras),
        "added_from": rng.choice(("menu", "search", "recommendation", "past_order")),
        "experiment_group": group if now.share > EXPERIMENT else None,
    }


def product_clicked(now: Moment) -> Row:
    rng = now.rng
    place = {"list_name": rng.choice(words.LISTS), "position": rng.randrange(1, 21)}
    return {**_product(now), **place}


def product_removed(now: Moment) -> Row:
    reason = now.rng.choice((None, "customer", "customer", "sold_out"))
    return {**_cart(now), **_product(now), "quantity": 1, "reason": reason}


def delivery_scheduled(now: Moment) -> Row:
    rng = now.rng
    starts = BASE + timedelta(days=int(now.share * 60), minutes=15 * rng.randrange(96))
    return {
        "order_id": now.world.an_order(),
        "courier_name": rng.choice(("The Jaffle Shop", "Rider's Guild")),
        "courier_vehicle": rng.choice(("bicycle", "scooter", "car")),
        "destination_label": rng.choice(words.LABELS),
        "destination_address_line_1": f"{rng.randrange(1, 999)} {rng.choice(words.STREETS)}",
        "destination_address_line_2": rng.choice((None, None, "Apt. 4", "c/o O'Neill")),
        "destination_address_city": rng.choice(words.CITIES),
        "destination_address_postcode": f"{rng.randrange(100_000):05}",
        "destination_coordinates_latitude": round(rng.uniform(-60, 60), 6),
        "destination_coordinates_longitude": round(rng.uniform(-180, 180), 6),
        "time_slot_starts_at": starts,
        "time_slot_ends_at": starts + timedelta(minutes=30),
        "distance_km": round(rng.expovariate(0.4), 2),
    }


def httprequest_failed(now: Moment) -> Row:
    rng = now.rng
    status = rng.choice((None, 404, 429, 500, 502, 503))
    return {
        "request_id": new_id(rng),
        "method": rng.choice(("GET", "POST", "PUT", "PATCH", "DELETE")),
        "url": f"{SITE}/api/{rng.choice(('carts', 'orders', 'menu'))}",
        "status_code": status,
        "duration_ms": round(rng.expovariate(0.001), 1),
        "error_message": rng.choice(words.ERRORS),
        "attempt": rng.randrange(1, 4),
        "is_retryable": status != 404,
    }


def order_rated(now: Moment) -> Row:
    rng = now.rng
    return {
        "order": now.world.an_order(),
        "stars": rng.choice((1, 3, 4, 5, 5)),
        "comment": rng.choice(words.COMMENTS),
        "liked": _text(rng.sample(words.LIKED, rng.randrange(3))),
        "wants_reply": rng.random() < 0.1,
    }


def reward_claimed(now: Moment) -> Row:
    rng = now.rng
    lapses = BASE + timedelta(days=int(now.share * 60) + 30)
    return {
        "_id": f"claim-{rng.getrandbits(48):012x}",
        "reward": rng.choice(words.REWARDS),
        "points_spent": 100 * rng.randrange(1, 10),
        "points_left": rng.randrange(5_000),
        "store_id": _store(now),
        "expires_at": lapses if rng.random() < 0.7 else None,
    }


def newsletter_signed_up(now: Moment) -> Row:
    email = now.customer.traits["email"]
    return {"email": email, "frequency": now.rng.choice(("weekly", "monthly"))}


def identifies(now: Moment) -> Row:
    orders = now.customer.traits["lifetime_orders"]
    tier = "golden" if orders > 20 else "crust" if orders > 8 else "crumb"
    return {**now.customer.traits, "loyalty_tier": tier}


def groups(now: Moment) -> Row:
    rng = now.rng
    number = rng.randrange(len(words.COMPANIES))
    name, industry = words.COMPANIES[number]
    return {
        "group_id": f"g_{number}",
        "name": name,
        "industry": industry,
        "plan": rng.choice(("pay_as_you_go", "weekly", "daily")),
        "employees": rng.choice((None, 12, 250, 4_000)),
        "monthly_budget": rng.choice((None, 500.0, 12_500.5)),
        "has_invoice_billing": rng.random() < 0.5,
        "contract_started_at": BASE - timedelta(days=100 * number),
    }


def pages(now: Moment) -> Row:
    rng = now.rng
    name, category, path, title = rng.choice(words.PAGES)
    search = rng.choice(("", "", "?q=mum%27s+jaffle"))
    return {
        "name": name,
        "category": category,
        "url": f"{SITE}{path}{search}",
        "path": path,
        "title": title,
        "referrer": rng.choice((None, "https://www.google.com/")),
        "search": search,
    }


def screens(now: Moment) -> Row:
    rng = now.rng
    name, category, path, _ = rng.choice(words.PAGES[:4])
    return {
        "name": name,
        "category": category,
        "path": f"jaffles:/{path}",
        "title": rng.choice((None, name, "Menü")),
        "referrer": rng.choice((None, "Home")),
        "search": rng.choice((None, None, "chef's 🥪")),
        "is_deep_link": rng.random() < 0.05,
    }


# Table → what fills its columns and its part of all calls, in thousandths.
CALLS: Mapping[str, tuple[Maker, int]] = MappingProxyType(
    {
        "pages": (pages, 270),
        "screens": (screens, 140),
        "product_clicked": (product_clicked, 150),
        "product_added": (product_added, 110),
        "product_removed": (product_removed, 30),
        "cart_viewed": (cart_viewed, 70),
        "checkout_step_viewed": (checkout_step_viewed, 80),
        "checkout_step_completed": (checkout_step_completed, 60),
        "order_completed": (order_completed, 40),
        "identifies": (identifies, 20),
        "delivery_scheduled": (delivery_scheduled, 10),
        "httprequest_failed": (httprequest_failed, 8),
        "order_rated": (order_rated, 5),
        "reward_claimed": (reward_claimed, 3),
        "newsletter_signed_up": (newsletter_signed_up, 2),
        "groups": (groups, 2),
    }
)
