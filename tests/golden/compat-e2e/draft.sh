# the body
srun "${srunArgs[@]}" $installScript