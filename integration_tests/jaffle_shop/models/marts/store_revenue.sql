with stores as (

    select * from {{ ref('stg_legacy_shop__stores') }}

),

orders as (

    select
        store_id,
        count(*) as orders,
        sum(total) as revenue
    from {{ ref('fct_orders') }}
    group by store_id

)

select
    stores.store_id,
    stores.store_name,
    coalesce(orders.orders, 0) as orders,
    coalesce(orders.revenue, 0) as revenue
from stores
left join orders on stores.store_id = orders.store_id
