-- Line ends of another system.
return "a"
