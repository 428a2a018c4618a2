"""From XForm XML to what a form is compiled to: instance, binds, body, texts, lists, the graph of what depends on what."""
