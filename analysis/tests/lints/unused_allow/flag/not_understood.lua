-- redis-script: ignore global_write
return 1
-- shows nothing: it is about the comment, not about what runs
