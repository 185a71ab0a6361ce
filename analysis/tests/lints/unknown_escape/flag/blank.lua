return 'a\z  b'
