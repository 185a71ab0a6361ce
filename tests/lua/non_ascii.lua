-- größer, 数, 🦀
return 'größer, 数, 🦀'
