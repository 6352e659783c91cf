"""What people write: names, notes and menus, with all that makes them awkward to load.

Every value here is one that a text-based loader has stumbled over somewhere: quotes,
backslashes, line breaks, template braces, emoji, right-to-left and empty text.
"""

from __future__ import annotations

FIRST_NAMES = (
    "Ada", "Zoë", "D'Arcy", "José", "Anne-Marie", "Björk", "Noah", "Siobhán", "李", "Fatima",
    "  Kim ", "Ngozi", "null", "Sam 🥪", "Łukasz", "O", "שרה", "Mary Jane", "e.e.", "Priya",
)  # fmt: skip
LAST_NAMES = (
    "O'Brien", "Nuñez", "Smith", "de la Cruz", 'van "Dutch" Dijk', "Okafor",
    "Müller-Lüdenscheidt", "王", "St. John", "Null",
    "Nguyễn", "Jones, Jr.", "McDonald", "Ó hAodha", None,
)  # fmt: skip
CITIES = (
    "Brooklyn",
    "Coeur d'Alene",
    "São Paulo",
    "Melbourne",
    "Köln",
    "Truth or Consequences",
)
COUNTRIES = ("US", "BR", "AU", "DE")
NOTES = (
    None,
    "no crusts, it's for the kids",
    'please write "happy birthday" on the bag',
    "extra napkins 🍴🍴",
    "ring twice\nthen leave it at the door",
    "gate code is C:\\4711\\",
    "50% less salt; drop table orders; --",
    "{{ not a template }} {% really %} {# not #}",
    "a,b;c\td|e",
    "",
)
COMMENTS = (
    None,
    "Best jaffle in town 😍",
    "Couldn't find the entrance, but worth it.",
    'The "secret sauce" is mayonnaise, isn\'t it?',
    "cold 👎🏽",
    "Très bon!",
    "line one\r\nline two",
)
LIKED = ("taste", "speed", "price", "packaging", "the rider")
CUSTOMIZATIONS = (
    "no onions",
    "extra cheese",
    "baker's choice",
    "half & half",
    'toast it "black"',
)
COUPONS = (None, None, None, "TOAST10", "MUM'S-DAY", "50%OFF")
LABELS = ("Home", "Work", "Grandma's", "the boat ⛵", None)
STREETS = ("Bedford Ave", "Rue de l'Église", "Königsallee", "O'Connell St", "5th Ave")
REWARDS = ("free drink", "free jaffle", "baker's dozen", "chef's surprise")
PAYMENT_METHODS = ("card", "apple_pay", "google_pay", "gift_card", "cash")
FULFILLMENTS = ("delivery", "pickup", "dine_in")
LISTS = ("Today's specials", "Menu", "Search results", "You may also like")
ERRORS = (
    None,
    "timeout of 10000ms exceeded",
    "Can't reach host",
    "unexpected token '<' in JSON",
)

# product_id, name, category, price
MENU = (
    ("JAF-001", "The Classic", "Jaffles", 8.5),
    ("JAF-002", "Nacho Average Jaffle", "Jaffles", 11.0),
    ("JAF-003", "Grandma's Apple Pie", "Jaffles", 9.25),
    ("JAF-004", "Jalapeño & Friends 🌶️", "Jaffles", 10.0),
    ("BEV-001", "Flat White", "Hot drinks", 4.0),
    ("BEV-002", "Chai, Dirty", "Hot drinks", 4.75),
    ("BEV-003", 'The 12" Lemonade', "Cold drinks", 5.5),
)
VARIANTS = ("Sourdough", "Large", "Rye", None)

# id, name, city, opened_on, tax_rate; the legacy system keeps dates as text.
STORES = (
    ("S-01", "Williamsburg", "Brooklyn", "2017-09-01", 0.04),
    ("S-02", "Fed Hill", "Baltimore", "2018-03-12", 0.06),
    ("S-03", "Lincoln Park", "Chicago", "2019-05-23", 0.0625),
    ("S-04", "The Mission", "San Francisco", "2020-01-31", 0.075),
    ("S-05", "Baker's Row", "New Orleans", "2021-11-01", None),
)

# name, category, path, title
PAGES = (
    ("Home", None, "/", "The Jaffle Shop"),
    ("Menu", "Shop", "/menu", "Menu | The Jaffle Shop"),
    ("Cart", "Shop", "/cart", "What's in your cart?"),
    ("Stores", "About", "/stores", "Find a store"),
    (None, None, "/blog/why-jaffles", "Why jaffles? 🥪 | The Jaffle Shop"),
)
CAMPAIGNS = (
    (None, None, None),
    (None, None, None),
    ("Spring '25: crusts off", "newsletter", "email"),
    ("brand", "google", "cpc"),
)
USER_AGENTS = (
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Chrome/133.0 Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:135.0) Gecko/20100101 Firefox/135.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_3 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1",
)
# manufacturer, model, name, type, os name, os version, height, width, density
PHONES = (
    ("Apple", "iPhone15,2", "Ada's iPhone", "ios", "iOS", "18.3", 852, 393, 3.0),
    ("Samsung", "SM-S911B", "Galaxy S23", "android", "Android", "14", 780, 360, 3.0),
    ("Google", "Pixel 8", "pixel 📱", "android", "Android", "15", 914, 411, 2.625),
)
CARRIERS = ("T-Mobile", "AT&T", "Verizon", None)
COMPANIES = (
    ("Acme & Sons", "Manufacturing"),
    ("Dunder's Paper Co.", "Office supplies"),
    ("Größer GmbH", None),
    ("🚀 Launchpad", "Software"),
)
