"""Other people's data and tools: classifications, profiles and job texts coming in, files and engines going out."""
