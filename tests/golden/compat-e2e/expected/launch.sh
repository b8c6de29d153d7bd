#!/bin/bash
#SBATCH --nodes=3

  # export pytest later
	export perfMode=true
	export pytestCommand="LLM_ROOT=/llm  /llm/tensorrt_llm/llmapi/trtllm-llmapi-launch pytest	-vv $pytestCommand t::e2e[disagg_upload-small]"
export pytestCommand="a second one is not read"
export pytestCommandNoLLMAPILaunch="LLM_ROOT=/llm pytest -vv $pytestCommandNoLLMAPILaunch t::e2e[disagg_upload-small]"
export pytestCommandWorker="unset UCX_TLS && A=1 "B=two words" C=3 $pytestCommand"
export pytestCommandDisaggServer="E=5 $pytestCommandNoLLMAPILaunch"
export pytestCommandBenchmark="F=$HOME $pytestCommandNoLLMAPILaunch"
export runScript=/s/run.sh
export installScript=$S/install.sh
export numCtxServers=2
export numGenServers=1
export gpusPerNode=4
export gpusPerCtxServer=2
export gpusPerGenServer=6
export nodesPerCtxServer=1
export nodesPerGenServer=2
export totalNodes=4
export totalGpus=16
srunArgs=(
  "--container-name=test_${SLURM_JOB_ID}"
  "--mpi=pmix"
  "--container-mounts=/a:/b"
  "--container-env=DISAGG_SERVING_TYPE"
  "--container-env=pytestCommand"
)
# the body
srun "${srunArgs[@]}" $installScript