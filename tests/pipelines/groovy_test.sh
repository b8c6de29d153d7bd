#!/bin/bash
# The Jenkinsfile as Groovy reads it. Exit status 77: there is no groovyc.
set -Eeuo pipefail

command -v groovyc >/dev/null || {
  echo "skipped: there is no groovyc"
  exit 77
}
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf -- "$folder"' EXIT
cp -- "$root/examples/jenkins/Jenkinsfile" "$folder/Pipeline.groovy"
groovyc -d "$folder" "$folder/Pipeline.groovy"
