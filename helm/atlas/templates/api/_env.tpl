{{/* The API's variables; the database's URL is put together by the kubelet from the secret before it. */}}
{{- define "atlas.api.env" -}}
{{- $database := include "atlas.database" (dict "root" . "for" "api") | fromJson -}}
{{ include "atlas.env.secret" (dict "root" . "name" "ATLAS_DATABASE_PASSWORD" "key" "api-db-password") }}
- name: ATLAS_DATABASE_URL
  value: postgresql://{{ $database.user }}:$(ATLAS_DATABASE_PASSWORD)@{{ $database.host }}:{{ $database.port }}/{{ $database.name }}?sslmode={{ $database.sslMode }}
- {name: ATLAS_STATE, value: /srv/state}
- {name: ATLAS_PORT, value: "8000"}
- {name: ATLAS_COURSES, value: {{ join "," .Values.courses | quote }}}
{{- end }}
