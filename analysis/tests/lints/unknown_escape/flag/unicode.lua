return 'caf\u{e9} \u{1F600}'
-- shows: | | u{1F600}
