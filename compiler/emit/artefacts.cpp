#include "compiler/emit/artefacts.hpp"

#include <array>

#include "compiler/emit/client_script.hpp"
#include "compiler/emit/commands_json.hpp"
#include "compiler/emit/expectations.hpp"
#include "compiler/emit/launch_script.hpp"
#include "compiler/emit/manifest.hpp"
#include "compiler/emit/run_script.hpp"
#include "compiler/emit/sha256.hpp"
#include "compiler/emit/submit_script.hpp"
#include "compiler/emit/sync_script.hpp"
#include "compiler/emit/test_list.hpp"
#include "compiler/emit/tests_yaml.hpp"

namespace perfc {
namespace {

struct TestFile {
  std::string_view name;
  TestEmitter emit;  // null: ConfigTexts, as config.yaml depends on more than the family
  bool executable;
  bool of_load = false;  // the load decides it too: emitted test by test
};
constexpr std::array kTestFiles = {
    TestFile{"launch.sh", emit_launch_frame, true},   TestFile{"config.yaml", nullptr, false},
    TestFile{"test_list.txt", emit_test_list, false}, TestFile{"commands.json", emit_commands_frame, false},
    TestFile{"submit.sh", emit_submit_script, true},  TestFile{"client.sh", emit_client_script, true, true},
};

std::vector<TestEmitter> family_emitters() {
  std::vector<TestEmitter> emitters;
  for (const TestFile& file : kTestFiles) {
    if (file.emit != nullptr && !file.of_load) emitters.push_back(file.emit);
  }
  return emitters;
}

std::string emit_sync(const SuitePlan& suite) {
  return emit_sync_script(suite, {suite_file_names(), test_file_names()});
}

struct SuiteFile {
  std::string_view name;
  std::string (*emit)(const SuitePlan&);
  bool executable;
  bool (*wanted)(const SuitePlan&) = nullptr;  // null: always
};
// The manifest is apart: it alone needs to know the other files.
constexpr std::array kSuiteFiles = {
    SuiteFile{"run.sh", emit_run_script, true},
    SuiteFile{"tests.txt", emit_test_ids, false},
    SuiteFile{"tests.yml", emit_tests_yaml, false},
    SuiteFile{"sync.sh", emit_sync, true, needs_sync_script},
};
constexpr std::string_view kManifest = "manifest.json";

}  // namespace

TestArtefacts::TestArtefacts(const SuitePlan& suite)
    : suite_(suite), texts_(suite, family_emitters()), configs_(suite) {}

std::vector<Artefact> TestArtefacts::of(const TestPlan& test) const {
  std::vector<std::string> texts = texts_.of(test);
  auto text = texts.begin();
  std::vector<Artefact> out;
  out.reserve(kTestFiles.size());
  for (const TestFile& file : kTestFiles) {
    std::string path = test.name + '/';
    path += file.name;
    std::string written = file.of_load           ? file.emit(suite_, test)
                          : file.emit == nullptr ? configs_.of(test)
                                                 : std::move(*text++);
    if (file.emit == emit_launch_frame) written = with_expectations(std::move(written), test);
    if (file.emit == emit_commands_frame) written = with_clients(std::move(written), test);
    out.push_back({std::move(path), std::move(written), file.executable});
  }
  return out;
}

std::string manifest_entry(const TestPlan& test, const std::vector<Artefact>& files) {
  std::vector<FileHash> hashes;
  hashes.reserve(files.size());
  for (const Artefact& file : files) hashes.push_back({file.path, sha256(file.text)});
  return manifest_entry(test, &hashes);
}

std::vector<Artefact> emit_suite(const SuitePlan& suite) {
  std::vector<Artefact> out;
  out.reserve(kSuiteFiles.size());
  for (const SuiteFile& file : kSuiteFiles) {
    if (file.wanted != nullptr && !file.wanted(suite)) continue;
    out.push_back({std::string(file.name), file.emit(suite), file.executable});
  }
  return out;
}

std::vector<std::string> unwanted_suite_files(const SuitePlan& suite) {
  std::vector<std::string> names;
  for (const SuiteFile& file : kSuiteFiles) {
    if (file.wanted != nullptr && !file.wanted(suite)) names.emplace_back(file.name);
  }
  return names;
}

std::vector<std::string> test_file_names() {
  std::vector<std::string> names;
  names.reserve(kTestFiles.size());
  for (const TestFile& file : kTestFiles) names.emplace_back(file.name);
  return names;
}

std::vector<std::string> suite_file_names() {
  std::vector<std::string> names;
  names.reserve(kSuiteFiles.size() + 1);
  for (const SuiteFile& file : kSuiteFiles) {
    if (file.wanted == nullptr) names.emplace_back(file.name);
  }
  names.emplace_back(kManifest);
  return names;
}

std::vector<std::string> all_suite_file_names() {
  std::vector<std::string> names = suite_file_names();
  for (const SuiteFile& file : kSuiteFiles) {
    if (file.wanted != nullptr) names.emplace_back(file.name);
  }
  return names;
}

Artefact emit_suite_manifest(const SuitePlan& suite, const std::vector<std::string>& entries) {
  return {std::string(kManifest), emit_manifest(suite, entries), false};
}

}  // namespace perfc
