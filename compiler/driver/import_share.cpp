#include "compiler/driver/import_share.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <set>

#include "compiler/driver/import_written.hpp"
#include "compiler/migrate/share.hpp"

namespace perfc::driver {
namespace {

namespace fs = std::filesystem;

// How often what did not come back is taken out before nothing is shared at all.
constexpr int kMostTries = 4;

struct Sharer {
  std::size_t index = 0;  // among the programs
  WrittenConfiguration written;
};

class Sharing {
 public:
  Sharing(const std::vector<ConfigurationFile>& configurations, std::vector<ConfigurationProgram>& programs,
          Compilation& compilation)
      : configurations_(configurations), programs_(programs), compilation_(compilation) {
    for (std::size_t i = 0; i < programs.size(); ++i) {
      if (programs[i].text && !programs[i].in_yaml) sharers_.push_back({i, configuration_nodes(programs[i].source)});
    }
    const Imports::Module* const standard = compilation.loader.module("std.trtllm", false, kNoFile);
    if (standard == nullptr) return;
    for (const syntax::Tree* tree : standard->trees) {
      for (const syntax::Declaration* declaration : tree->declarations) taken_.insert(std::string(declaration->name));
    }
  }

  std::optional<std::string> run() {
    for (int attempt = 1; attempt <= kMostTries; ++attempt) {
      std::vector<const WrittenConfiguration*> files;
      for (const Sharer& sharer : sharers_) files.push_back(&sharer.written);
      const SharedDeclarations shared(files, taken_);
      if (shared.empty()) return std::nullopt;
      std::string source = shared.source();
      if (try_out(shared, source, fmt::format("shared {}", attempt))) return source;
    }
    return std::nullopt;
  }

 private:
  // Gives the programs their new texts when all of them come back; else takes out those that do not.
  bool try_out(const SharedDeclarations& shared, const std::string& source, const std::string& folder) {
    std::vector<WrittenProgram> tried = {{fmt::format("{}/{}", folder, kSharedName), source, 0, nullptr}};
    std::vector<std::size_t> users;  // of what was tried after the first, among the sharers
    for (std::size_t i = 0; i < sharers_.size(); ++i) {
      WrittenConfiguration written = sharers_[i].written;
      if (!shared.apply(written)) continue;
      const fs::path output(configurations_[sharers_[i].index].output);
      const std::string path = fs::path(kSharedName).lexically_relative(output.parent_path()).string();
      tried.push_back({fmt::format("{}/{}", folder, output.string()), configuration_source(written, path),
                       programs_[sharers_[i].index].source.topologies.size(),
                       configurations_[sharers_[i].index].document});
      users.push_back(i);
    }
    const std::vector<ReadBack> back = read_back(tried, compilation_.sources, compilation_.loader);
    std::set<std::size_t> wrong;
    for (std::size_t i = 0; i < users.size(); ++i) {
      if (!back[i + 1].same) wrong.insert(users[i]);
    }
    if (!back.front().compiles) wrong.insert(users.begin(), users.end());
    if (wrong.empty()) {
      for (std::size_t i = 0; i < users.size(); ++i)
        programs_[sharers_[users[i]].index].text = std::move(tried[i + 1].text);
      return true;
    }
    std::vector<Sharer> left;
    for (std::size_t i = 0; i < sharers_.size(); ++i) {
      if (!wrong.contains(i)) left.push_back(std::move(sharers_[i]));
    }
    sharers_ = std::move(left);
    return false;
  }

  const std::vector<ConfigurationFile>& configurations_;
  std::vector<ConfigurationProgram>& programs_;
  Compilation& compilation_;
  std::vector<Sharer> sharers_;
  std::set<std::string> taken_;  // names that the programs have from the standard library
};

}  // namespace

std::optional<std::string> share_declarations(const std::vector<ConfigurationFile>& configurations,
                                              std::vector<ConfigurationProgram>& programs, Compilation& compilation) {
  return Sharing(configurations, programs, compilation).run();
}

}  // namespace perfc::driver
