return ('a.b'):gsub('%.', '\.'), 'C:\\x41'
