#!lua flags="no-writes"
return 1
-- shows nothing: servers read it, but not every proxy and other implementation does
