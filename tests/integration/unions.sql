-- The same events of one shop, by four sources of Segment, no two of which are alike.
create schema ios;
create schema android;
create schema web;
create schema server;

create table ios.tracks (id text, event text, received_at timestamp, context_ip text);
create table android.tracks (id text, event text, received_at timestamp);
create table web.tracks (id text, event text, received_at timestamp, context_ip text);
create table server.tracks (id text, event text, received_at timestamp, uuid_ts timestamp);

create table ios.order_completed (
    id text,
    anonymous_id text,
    received_at timestamp,
    context_ip text,
    order_id text,
    "order" bigint,
    total numeric(12, 2),
    cart_item_count integer,
    currency text
);

-- What an app sends as text; a name that needs quotes.
create table android.order_completed (
    id text, received_at timestamp, "ORDER_ID" text, "order" text, cart_item_count bigint, gift_note text
);

create table web."Order_Completed" (
    id text,
    anonymous_id text,
    received_at timestamp,
    context_ip text,
    order_id text,
    total numeric(12, 2),
    currency text,
    _timestamp timestamp,
    experiment text
);

create table server.order_completed (
    id text, user_id text, received_at timestamp, uuid_ts timestamp, order_id text, _timestamp bigint
);

create table web.pages (id text, received_at timestamp, name text, url text);

create table server.identifies (id text, user_id text, received_at timestamp, email text);
create table web.identifies (id text, user_id text, received_at timestamp);

insert into ios.tracks values ('i1', 'order_completed', '2026-03-01 09:00:00', '203.0.113.7');
insert into android.tracks values ('a1', 'order_completed', '2026-03-01 09:00:00');
insert into web.tracks values ('w1', 'order_completed', '2026-03-01 09:00:00', null);
insert into server.tracks values ('s1', 'order_completed', '2026-03-01 09:00:00', null);

insert into ios.order_completed values
    ('i1', 'anon-1', '2026-03-01 09:00:00', '203.0.113.7', 'o1', 3, 12.50, 2, 'EUR'),
    ('i2', 'anon-1', '2026-03-02 09:00:00', null, 'o2', 4, 0.10, null, 'USD'),
    ('i3', 'anon-1', '3026-03-02 09:00:00', null, 'of another time', 5, 1, 1, 'EUR');

insert into android.order_completed values
    ('a1', '2026-03-01 09:00:00', 'o3', '7', 5000000000, 'For you.');

insert into web."Order_Completed" values
    ('w1', 'anon-2', '2026-03-01 09:00:00', null, 'o4', 99.99, 'EUR', '2026-03-01 08:59:00', 'b'),
    ('w2', 'anon-2', '2026-03-01 09:00:00', null, 'o5', 1.01, 'USD', null, 'b'),
    ('w3', 'anon-2', '2026-03-01 09:00:00', null, 'o6', 5, null, null, 'b');

insert into server.order_completed values
    ('s1', 'user-1', '2026-03-01 09:00:00', null, 'o7', 1772355540);

insert into web.pages values ('p1', '2026-03-01 09:00:00', 'Home', 'https://tea.example.com/');

insert into server.identifies values ('u1', 'user-1', '2026-03-01 09:00:00', 'ada@example.com');
insert into web.identifies values
    ('u2', 'user-2', '2026-03-01 09:00:00'), ('u3', 'user-2', '2026-03-01 09:00:00');
