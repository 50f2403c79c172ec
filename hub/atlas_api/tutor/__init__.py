"""The tutor's policy and the gateway to the model."""
