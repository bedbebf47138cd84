{{- define "ondemand2api.name" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name | trunc 63 | trimSuffix "-" }}
{{- else }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 63 | trimSuffix "-" }}{{ end }}
{{- end }}

{{- define "ondemand2api.selector" -}}
app.kubernetes.io/name: ondemand2api
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "ondemand2api.labels" -}}
{{ include "ondemand2api.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}
