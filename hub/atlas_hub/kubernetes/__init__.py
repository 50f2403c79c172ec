"""The hub on Kubernetes: values from the chart to JupyterHub's and KubeSpawner's traits.

`values` says what can be given, `pods` and `people` are pure functions from it, `configure` puts
their results into JupyterHub's configuration object.
"""

from atlas_hub.kubernetes.configure import configure
from atlas_hub.kubernetes.values import Secrets, Values, ValuesError, read_values

__all__ = ["Secrets", "Values", "ValuesError", "configure", "read_values"]
