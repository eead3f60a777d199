"""From a rendition to mentions and referents: what is named, and which mentions mean one thing."""
