"""手机传照片: the panel with the code (`panel`), what it shows (`presenter`), and where each photo goes (`taking`)."""
