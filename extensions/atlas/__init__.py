"""The front door of a notebook: `import atlas`."""
