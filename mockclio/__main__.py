from mockclio.cli import main

main(prog_name="mockclio")
