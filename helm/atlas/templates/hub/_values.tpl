{{/* What the hub is told, in the form of hub/atlas_hub/kubernetes/values.py. */}}
{{- define "atlas.hub.values" -}}
release: {{ .Release.Name }}
namespace: {{ .Release.Namespace }}
courses: {{ toJson .Values.courses }}
hubUrl: http://{{ include "atlas.name" (dict "root" . "component" "hub") }}:8081
apiUrl: http://{{ include "atlas.name" (dict "root" . "component" "api") }}:8002
proxyApiUrl: http://{{ include "atlas.name" (dict "root" . "component" "proxy-api") }}:8003
redisUrl: redis://{{ include "atlas.name" (dict "root" . "component" "redis") }}:6379
database: {{ include "atlas.database" (dict "root" . "for" "hub") }}
subdomainHost: {{ .Values.hub.subdomainHost | quote }}
concurrentSpawns: {{ .Values.hub.concurrentSpawns }}
idleMinutes: {{ .Values.cull.idleMinutes }}
canary: {{ .Values.canary.enabled }}
{{- if eq .Values.auth.kind "oidc" }}
oidc: {{ omit .Values.auth.oidc "cidrs" "ports" | toJson }}
{{- end }}
servers:
  image: {{ .Values.singleuser.image | default (include "atlas.image" (dict "root" . "image" "singleuser")) }}
  courseImage: {{ include "atlas.image" (dict "root" . "image" "course") }}
  pullPolicy: {{ .Values.image.pullPolicy }}
  pullSecrets: {{ toJson .Values.image.pullSecrets }}
  command: {{ toJson .Values.singleuser.command }}
  defaultUrl: {{ .Values.singleuser.defaultUrl }}
  storage: {{ toJson .Values.singleuser.storage }}
  profiles: {{ toJson .Values.singleuser.profiles }}
  scratch: {{ .Values.singleuser.scratch }}
  runtimeClass: {{ .Values.singleuser.runtimeClass | quote }}
  priorityClass: {{ .Values.singleuser.priorityClass | quote }}
  nodeSelector: {{ toJson .Values.singleuser.nodeSelector }}
  tolerations: {{ toJson .Values.singleuser.tolerations }}
  namedPerUser: {{ .Values.singleuser.namedServers }}
  startTimeoutS: {{ .Values.singleuser.startTimeoutSeconds }}
{{- end }}
