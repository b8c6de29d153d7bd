#include "run.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

#include "../unit/driver/temporary.hpp"

namespace {

// What the child gets as its standard streams stands in files: no pipe can fill up and nobody waits for anybody.
int spawn(const std::vector<std::string>& arguments, const std::map<std::string, std::string>& env,
          const std::string& folder, const std::array<std::string, 3>& streams) {
  std::vector<std::string> words = {PERFC_BINARY};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  std::vector<std::string> variables;
  for (const auto& [name, value] : env) variables.push_back(name + "=" + value);
  std::vector<char*> envp;
  for (std::string& variable : variables) envp.push_back(variable.data());
  envp.push_back(nullptr);

  posix_spawn_file_actions_t actions{};
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, streams[0].c_str(), O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, streams[1].c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  posix_spawn_file_actions_addopen(&actions, 2, streams[2].c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  posix_spawn_file_actions_addchdir_np(&actions, folder.c_str());
  pid_t pid = 0;
  const int error = posix_spawn(&pid, PERFC_BINARY, &actions, nullptr, argv.data(), envp.data());
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) throw std::runtime_error("cannot start " PERFC_BINARY);
  return pid;
}

}  // namespace

int wait_for(int pid) {
  int status = 0;
  if (::waitpid(pid, &status, 0) != pid) throw std::runtime_error("waitpid");
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

Outcome Run::go() const {
  const Temporary streams;
  streams.write("in", input_.value_or(""));
  Outcome outcome;
  const std::string input = input_file_.empty() ? streams.path("in") : input_file_;
  outcome.status = wait_for(spawn(arguments_, env_, folder_, {input, streams.path("out"), streams.path("err")}));
  outcome.out = streams.read("out");
  outcome.err = streams.read("err");
  return outcome;
}

int Run::start() const {
  return spawn(arguments_, env_, folder_, {"/dev/null", folder_ + "/stdout", folder_ + "/stderr"});
}

const char* const kProgram = R"(use std.trtllm
use std.b200

param rounds: int = 8

cluster lab : b200_hgx8 {
  nodes      = 4
  account    = "perf"
  partition  = "batch"
  time       = 4h
  container { image = "trtllm.sqsh", mounts = ["${model_root}:/data"] }
  model_root = "/models"
  repo       = "/opt/trtllm"
  work_dir   = "/work"
}
model m { dir = "m" }
topology one { model = m, server : tp(2) { } }
benchmark short { input_length = 1024, output_length = 1024, concurrency = [4], rounds = rounds }
suite smoke on lab {
  test one with short
  test one with short as "second" { concurrency = [8] }
}
)";
