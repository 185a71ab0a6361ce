-- redis-script: ignore global_write
return 1
