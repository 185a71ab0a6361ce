return 'a\z  b'
-- shows: | | Bulk("az
