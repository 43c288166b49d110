"""Everything members read, in plain words: amounts, times, and a sentence for each thing that goes wrong."""
