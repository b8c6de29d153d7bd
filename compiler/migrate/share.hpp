// What several configurations declare alike - models, workers, loads - lifted into one program that all of them use.
// A role or load that differs in a few options starts from the declaration and says these.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/migrate/config_source.hpp"

namespace perfc {

class SharedDeclarations {
 public:
  // Of what two or more of `files` have, in the order of the files, so that names are the same from run to run. No
  // declaration is called one of `taken`: what the programs use besides has those.
  SharedDeclarations(const std::vector<const WrittenConfiguration*>& files, const std::set<std::string>& taken);

  [[nodiscard]] bool empty() const;
  // The program that declares them.
  [[nodiscard]] std::string source() const;
  // `file` with these declarations in place of its own copies; false when there are none.
  [[nodiscard]] bool apply(WrittenConfiguration& file) const;

 private:
  struct Shared {
    SourceNode node;
    const WrittenConfiguration* file = nullptr;  // the first that has it: for its comments
    std::string name;
    bool several = false;  // files have it
  };
  struct Part {
    const SourceNode* node = nullptr;
    const WrittenConfiguration* file = nullptr;
  };
  void add(const Part& part);
  void name_all(const std::set<std::string>& taken);
  bool replace(std::vector<SourceNode>& nodes, const YamlComments& comments) const;

  std::vector<Shared> found_;                              // in order of appearance; shared when it has a name
  std::map<std::string, std::size_t, std::less<>> known_;  // of `found_`, by the text of what it stands for
  std::map<std::string, std::vector<std::size_t>, std::less<>> alike_;  // of `found_`, by kind, name and base
};

}  // namespace perfc
