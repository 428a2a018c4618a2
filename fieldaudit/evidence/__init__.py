"""Photos, signatures, files: intake, sealed blobs, previews. Knows no act of the trade."""
