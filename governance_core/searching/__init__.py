"""The register that can be read: one search over proposals and agreements, whatever was written in them and when."""
