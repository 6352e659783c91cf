"""Events × SDK × config in, the plan out: one JSON document that the macros lay out."""
