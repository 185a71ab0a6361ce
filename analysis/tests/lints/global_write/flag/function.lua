function allowed(n)
  return n > 1
end
return 1
