"""Other people's data and tools: classifications, profiles and job texts coming in, file formats and engines going out."""
