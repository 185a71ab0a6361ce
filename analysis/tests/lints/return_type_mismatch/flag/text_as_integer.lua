-- declare: returns = i64
-- shows: | | Bulk(
return 'done'
