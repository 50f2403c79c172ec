{{/* Names, labels and the parts that every pod has. */}}

{{/* atlas.name (dict "root" $ "component" "hub"): <release>-hub. */}}
{{- define "atlas.name" -}}
{{- printf "%s-%s" .root.Release.Name .component | trunc 52 | trimSuffix "-" -}}
{{- end }}

{{- define "atlas.selector" -}}
app.kubernetes.io/name: atlas
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{- define "atlas.labels" -}}
{{ include "atlas.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end }}

{{/* atlas.image (dict "root" $ "image" "hub"): the image's whole name. */}}
{{- define "atlas.image" -}}
{{- printf "%s/%s:%s" .root.Values.image.registry .image (.root.Values.image.tag | default .root.Chart.AppVersion) -}}
{{- end }}

{{- define "atlas.secret" -}}
{{- .Values.existingSecret | default (printf "%s-secrets" .Release.Name) -}}
{{- end }}

{{/* What every pod says of itself: uid 1000, no token, no neighbours in its environment. */}}
{{- define "atlas.pod" -}}
automountServiceAccountToken: false
enableServiceLinks: false
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: 1000
  runAsGroup: 1000
  fsGroup: 1000
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile: {type: RuntimeDefault}
{{- end }}

{{/* What every container says of itself. */}}
{{- define "atlas.container" -}}
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext:
  runAsNonRoot: true
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: {drop: [ALL]}
  seccompProfile: {type: RuntimeDefault}
{{- end }}

{{/* A small container's limits. */}}
{{- define "atlas.tiny" -}}
resources:
  requests: {cpu: 10m, memory: 32Mi}
  limits: {cpu: 500m, memory: 256Mi}
{{- end }}

{{/* atlas.env.secret (dict "root" $ "name" "VARIABLE" "key" "key"): one variable from the Secret. */}}
{{- define "atlas.env.secret" -}}
- name: {{ .name }}
  valueFrom:
    secretKeyRef: {name: {{ include "atlas.secret" .root }}, key: {{ .key }}}
{{- end }}

{{/* atlas.files.secret (dict "root" $ "keys" (list ...)): a volume of files from the Secret. */}}
{{- define "atlas.files.secret" -}}
- name: secrets
  secret:
    secretName: {{ include "atlas.secret" .root }}
    defaultMode: 0440
    items:
      {{- range compact .keys }}
      - {key: {{ . }}, path: {{ . }}}
      {{- end }}
{{- end }}

{{- define "atlas.database.host" -}}
{{- if .Values.postgresql.evaluation -}}
{{ include "atlas.name" (dict "root" . "component" "postgresql") }}
{{- else -}}
{{ required "postgresql.external.host must be set where postgresql.evaluation is false" .Values.postgresql.external.host }}
{{- end -}}
{{- end }}

{{/* atlas.database (dict "root" $ "for" "hub"): host, port, name, user, sslMode as JSON. */}}
{{- define "atlas.database" -}}
{{- $external := .root.Values.postgresql.external -}}
{{- if .root.Values.postgresql.evaluation -}}
{{- dict "host" (include "atlas.database.host" .root) "port" 5432 "name" .for "user" .for "sslMode" "disable" | toJson -}}
{{- else -}}
{{- dict "host" (include "atlas.database.host" .root) "port" $external.port "name" (get $external (printf "%sDatabase" .for)) "user" (get $external (printf "%sUser" .for)) "sslMode" $external.sslMode | toJson -}}
{{- end -}}
{{- end }}

{{/* Network rules: somebody of this release, by component. */}}
{{- define "atlas.peer" -}}
- podSelector:
    matchLabels: {{- include "atlas.selector" . | nindent 6 }}
{{- end }}

{{- define "atlas.egress.dns" -}}
# anybody --> DNS
- to:
    - namespaceSelector: {}
      podSelector: {matchLabels: {k8s-app: kube-dns}}
  ports:
    - {protocol: UDP, port: 53}
    - {protocol: TCP, port: 53}
{{- end }}

{{/* api, hub --> PostgreSQL, the release's or one's own. */}}
{{- define "atlas.egress.database" -}}
- to:
    {{- if .Values.postgresql.evaluation }}
    {{- include "atlas.peer" (dict "root" . "component" "postgresql") | nindent 4 }}
    {{- else }}
    {{- range .Values.postgresql.external.cidrs }}
    - ipBlock: {cidr: {{ . }}}
    {{- end }}
    {{- end }}
  ports:
    - {protocol: TCP, port: {{ ternary 5432 .Values.postgresql.external.port .Values.postgresql.evaluation }}}
{{- end }}

{{/* Where learners' pods are, for rules that let them in. */}}
{{- define "atlas.servers.peer" -}}
{{- if .Values.hub.enabled -}}
{{ include "atlas.peer" (dict "root" . "component" "server") }}
{{- else -}}
- podSelector:
    matchLabels: {{- toYaml .Values.hub.existing.serversPodLabels | nindent 6 }}
  {{- with .Values.hub.existing.serversNamespaceLabels }}
  namespaceSelector:
    matchLabels: {{- toYaml . | nindent 6 }}
  {{- end }}
{{- end -}}
{{- end }}
