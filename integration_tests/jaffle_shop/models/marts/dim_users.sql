with users as (

    select * from {{ ref('stg_jaffle_shop_segment__users') }}

),

orders as (

    select
        user_id,
        count(*) as orders,
        sum(total) as revenue
    from {{ ref('fct_orders') }}
    where user_id is not null
    group by user_id

)

select
    users.user_id,
    users.email,
    users.first_name,
    users.last_name,
    users.loyalty_tier,
    users.address_city,
    coalesce(orders.orders, 0) as orders,
    coalesce(orders.revenue, 0) as revenue
from users
left join orders on users.user_id = orders.user_id
