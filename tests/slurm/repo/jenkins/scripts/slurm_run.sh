#!/bin/bash
# Stands in for the run script of every step: evaluates the role's command, as the real one does.
set -euo pipefail
PATH=${llmSrcNode:?}/bin:$PATH
cd -- "${jobWorkspace:?}"
eval "${pytestCommand:?}"
