"""Serve a page's simulators by Voilà, for people without JupyterLab; Ctrl-C ends it."""

import argparse
import sys

from atlas_core.catalogue import Catalogue, CatalogueError
from atlas_voila.page import NothingToSimulateError, notebook_of
from atlas_voila.serve import ServeError, serve

from atlas_cli.catalogue_option import add_catalogue

PORT = 8866
_NO_CATALOGUE = "ATLAS_CATALOGUE names no catalogue; give one with --catalogue FILE."


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("page", metavar="PAGE", help="the name of a page, such as retry-storm")
    add_catalogue(parser)
    parser.add_argument("--port", type=int, default=PORT, help=f"where to listen; default {PORT}")
    parser.add_argument("--dark", action="store_true", help="the dark theme")


def run(arguments: argparse.Namespace) -> int:
    """Make the page's notebook and serve it until it is stopped."""
    try:
        if arguments.catalogue is None:
            raise ServeError(_NO_CATALOGUE)
        with Catalogue.open(arguments.catalogue) as catalogue:
            notebook = notebook_of(catalogue, arguments.page)
        return serve(
            notebook,
            arguments.catalogue,
            port=arguments.port,
            dark=arguments.dark,
            say=lambda address: print(f"Open {address}", flush=True),
        )
    except CatalogueError as error:
        print(f"atlas voila: {error.sentence}", file=sys.stderr)
    except (NothingToSimulateError, ServeError) as error:
        print(f"atlas voila: {error}", file=sys.stderr)
    return 1
