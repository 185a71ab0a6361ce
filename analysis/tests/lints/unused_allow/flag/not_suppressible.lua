-- declare: allow(lua_syntax)
return 1
