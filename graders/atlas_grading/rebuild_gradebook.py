"""`python -m atlas_grading.rebuild_gradebook`: make every course's gradebook anew from the API.

Takes the worker's environment. The gradebook that was there stays beside it as
gradebook.db.before; restart the course's server afterwards, because it may have the old one open.
"""

import sys

from atlas_grading.api import Api, ApiRefusedError, ApiUnreachableError
from atlas_grading.projection import CourseProjection
from atlas_grading.worker import Settings, SettingsError, read_settings


def rebuild(settings: Settings) -> dict[str, int]:
    """Rebuild; the number of learners' rows written, by course. Raises what the API raises."""
    written = {}
    with Api(settings.api_url, f"Bearer {settings.token}") as api:
        for course in settings.courses:
            projection = CourseProjection(course, settings.course_root(course), api)
            projection.set_aside()
            projection.prepare()
            written[course] = projection.refresh()
    return written


def main() -> None:
    """Run as a program; a fault is one sentence."""
    try:
        written = rebuild(read_settings())
    except (SettingsError, ApiRefusedError, ApiUnreachableError, OSError) as error:
        sys.exit(f"The gradebook was not rebuilt: {error}")
    for course, count in written.items():
        sys.stdout.write(f"{course}: {count} grades shown\n")


if __name__ == "__main__":
    main()
