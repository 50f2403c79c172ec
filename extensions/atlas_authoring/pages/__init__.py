"""From the text of one page to what a catalogue holds of it."""
