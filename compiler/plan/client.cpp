#include "compiler/plan/client.hpp"

#include <algorithm>

#include "compiler/base/ascii.hpp"
#include "compiler/plan/env_words.hpp"
#include "compiler/program/metric.hpp"

namespace perfc {
namespace {

constexpr std::string_view kNoDataset = "<dataset_file>";  // of configurations that leave it to the environment
constexpr double kUsualRatio = 0.8;

Text inside(const SuiteContext& context, const Text& path) { return context.mounts.inside(path).value_or(path); }

// The model's directory: below the model root unless it is absolute; where nobody says, the environment has to.
Text model_dir(const SuiteContext& context, const Topology& topology) {
  std::string dir = topology.model != nullptr ? topology.model->dir.value_or("") : "";
  const Field* const named = topology.metadata != nullptr ? topology.metadata->find("model_dir_name") : nullptr;
  if (const Text* text = named == nullptr ? nullptr : named->value.get<Text>(); dir.empty() && text != nullptr)
    dir = text->display();
  if (dir.empty() || dir[0] == '<') return Text::env("MODEL_DIR");
  if (dir[0] == '/') return inside(context, dir);
  return context.models.empty() ? Text::env("MODEL_DIR") : context.models + "/" + dir;
}

std::vector<Text> lengths(const Benchmark& load) {
  return {"--random-input-len", std::to_string(load.input_length), "--random-output-len",
          std::to_string(load.output_length)};
}

std::string lengths_text(const Benchmark& load) {
  return std::to_string(load.input_length) + " input and " + std::to_string(load.output_length) + " output tokens";
}

void set_random(ClientPlan& client, const Benchmark& load) {
  const std::string ratio = number_text(load.dataset.ratio.value_or(Floating(kUsualRatio)).value);
  client.data = "random data, " + lengths_text(load) + ", ratio " + ratio;
  std::vector<Text> words = {"--dataset-name", "random", "--random-ids"};
  for (Text& word : lengths(load)) words.push_back(std::move(word));
  words.insert(words.end(), {"--random-range-ratio", ratio});
  client.data_words = std::move(words);
}

void set_file(ClientPlan& client, const SuiteContext& context, const Benchmark& load) {
  const std::string path = load.dataset.path.value_or(std::string(kNoDataset));
  client.file = path == kNoDataset ? Text::env("DATASET_FILE") : inside(context, path);
  client.data = "data set '" + client.file->display() + "'";
  client.data_words = {"--dataset-name", "trtllm_custom", "--dataset-path", *client.file};
  if (!load.dataset.lengths_if_missing) return;
  client.data_otherwise = "no data set file, " + lengths_text(load);
  std::vector<Text> words = {"--dataset-name", "trtllm_custom"};
  for (Text& word : lengths(load)) words.push_back(std::move(word));
  client.words_otherwise = std::move(words);
}

void set_command(ClientPlan& client, const Benchmark& load, const Text& model) {
  std::vector<Text> words;
  Diagnostics ignored;  // a text that no shell could read is a matter of the pytest side, which gets it as it is
  const EnvWords env = env_words(load.client_env, ignored);
  if (!env.assignments.empty()) words.emplace_back("env");
  for (const auto& [name, value] : env.assignments) words.push_back(Text(name + "=") + value);
  words.insert(words.end(), env.words.begin(), env.words.end());
  words.insert(words.end(), {"python", "-m", "tensorrt_llm.serve.scripts.benchmark_serving", "--model", model,
                             "--tokenizer", model});
  client.command = std::move(words);
  std::vector<Text> options = {"--ignore-eos", "--percentile-metrics", "ttft,tpot,itl,e2el", "--backend",
                               load.backend.value_or("openai")};
  if (load.use_chat_template.value_or(false)) options.emplace_back("--use-chat-template");
  if (!load.streaming) options.emplace_back("--non-streaming");
  if (load.trust_remote_code.value_or(true)) options.emplace_back("--trust-remote-code");
  client.options = std::move(options);
}

}  // namespace

std::vector<ClientPlan> client_plans(const SuiteContext& context, const Topology& topology,
                                     const std::vector<const Benchmark*>& loads) {
  const Text model = model_dir(context, topology);
  std::vector<ClientPlan> out;
  for (const Benchmark* load : loads) {
    ClientPlan& client = out.emplace_back();
    client.load = load->origin.name;
    client.concurrency = load->concurrency;
    client.rounds = load->rounds;
    if (load->dataset.random) {
      set_random(client, *load);
    } else {
      set_file(client, context, *load);
    }
    set_command(client, *load, model);
  }
  return out;
}

std::vector<Text> client_words(const ClientPlan& client, std::int64_t concurrency) {
  std::vector<Text> words = client.command;
  words.insert(words.end(), client.data_words.begin(), client.data_words.end());
  words.insert(words.end(), {"--num-prompts", std::to_string(concurrency * client.rounds), "--max-concurrency",
                             std::to_string(concurrency)});
  words.insert(words.end(), client.options.begin(), client.options.end());
  words.insert(words.end(),
               {"--host", Text::env("BENCHMARK_HOST", "localhost"), "--port", Text::env("BENCHMARK_PORT", "8000")});
  return words;
}

}  // namespace perfc
