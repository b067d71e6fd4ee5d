"""Make a new service from templates: `make service NAME=question`.

The templates are the files as they will lie in the project, with `$name`, `$Name` and `$NAME` where the service's name
stands (`string.Template`): nothing has to be installed for it, and a template reads like the code it becomes.
"""
