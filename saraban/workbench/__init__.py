"""The workbench: a limited child process in which hostile or heavy bytes are opened."""
