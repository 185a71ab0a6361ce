return 0x7fffffffffffffff
-- shows: | | Integer(-9223372036854775808)
