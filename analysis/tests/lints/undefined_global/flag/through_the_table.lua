return {_G.nothing, _G['nothing_else']}
