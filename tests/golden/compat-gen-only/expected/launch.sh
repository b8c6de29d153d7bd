set -e

export TRTLLM_DISAGG_BENCHMARK_GEN_ONLY=1

export pytestCommandWorker="unset UCX_TLS && TRTLLM_DISAGG_BENCHMARK_GEN_ONLY=1 TRTLLM_DISABLE_KV_CACHE_TRANSFER_OVERLAP=1 TLLM_BENCHMARK_REQ_QUEUES_SIZE=512 A=1 $pytestCommand"
export pytestCommandDisaggServer="TRTLLM_DISAGG_BENCHMARK_GEN_ONLY=1  $pytestCommandNoLLMAPILaunch"
export pytestCommandBenchmark=" $pytestCommandNoLLMAPILaunch"
export runScript=/s/run.sh
export installScript=$S/install.sh
export numCtxServers=0
export numGenServers=2
export gpusPerNode=8
export gpusPerCtxServer=1
export gpusPerGenServer=16
export nodesPerCtxServer=1
export nodesPerGenServer=2
export totalNodes=4
export totalGpus=32
srunArgs=(
  "--container-env=TRTLLM_DISAGG_BENCHMARK_GEN_ONLY"
  "--container-env=DISAGG_SERVING_TYPE"
  "--container-env=pytestCommand"
)
# the body
