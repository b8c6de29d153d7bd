#!/bin/bash
#SBATCH --nodes=3

  # export pytest later
	export perfMode=true
	export pytestCommand="LLM_ROOT=/llm  /llm/tensorrt_llm/llmapi/trtllm-llmapi-launch pytest	-vv $pytestCommand t::e2e[disagg_upload-small]"
export pytestCommand="a second one is not read"