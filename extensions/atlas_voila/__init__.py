"""A page's simulators as a Voilà page, for people without JupyterLab."""
