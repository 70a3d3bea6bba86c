"""The commands of `jianyan`, one module a family; `jianyan.cli` reads the arguments and calls them.

A command takes (arguments, terminal, settings) and gives an exit code. Refusals leave it as they are raised;
cli says them and chooses the code: 1 for a refusal, 2 where the installation itself is unfit.
"""
