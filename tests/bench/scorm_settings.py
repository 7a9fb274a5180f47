"""Names that the seed and the browser's part of the package bench share."""

LISTED = "scorm.json"
