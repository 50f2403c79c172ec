"""What nbgrader shows: a gradebook and notebooks made from the API, rebuilt from it at any time."""

from atlas_grading.projection.course import CourseProjection

__all__ = ["CourseProjection"]
