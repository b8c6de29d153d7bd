// What programs bring in: modules of the standard library, other .perf files, configuration files.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/check/check.hpp"
#include "compiler/driver/files.hpp"

namespace perfc::driver {

class ModuleLoader : public Imports {
 public:
  ModuleLoader(Files& files, Sources& sources, Diagnostics& diags) : files_(files), sources_(sources), diags_(diags) {}

  // Reads the standard library and works out its engines, for others to borrow.
  void lend_standard();
  // Takes modules of the standard library that `other` has read; both have the same sources, and `other` lives longer.
  void borrow_standard(const ModuleLoader& other);
  // The same for a configuration among the FILE arguments that `other` has read. Topologies are made of it anew.
  void borrow_configuration(const ModuleLoader& other, const std::string& path);

  // A FILE of the command line; null, with a diagnostic, when it cannot be read.
  const syntax::Tree* operand(const std::string& path);
  // A configuration among the FILE arguments, with its source; null, with a diagnostic, when it cannot be read.
  std::pair<FileId, const Document*> configuration_operand(const std::string& path);
  // Opens these FILEs, so that several threads may read them.
  void open_ahead(const std::vector<std::string>& configurations);
  // Reads one of them, on one thread each, which reports to `diags`; null where it cannot be opened or read.
  std::pair<FileId, const Document*> read_opened(const std::string& path, Diagnostics& diags);
  // Gives up the document of one that was read, unless another path leads to the same file.
  void release(const std::string& path);
  // Any other FILE as it is; false, with a diagnostic, when it cannot be read.
  bool text_operand(const std::string& path, FileId& file);
  // A tree that no text stands behind, for as long as this object lives.
  const syntax::Tree& keep(syntax::Tree tree) { return trees_.emplace_back(std::move(tree)); }
  // A text that stands in no file, such as the value of -D. The tree lives as long as this object.
  const syntax::Tree& text(std::string name, std::string text, Diagnostics& diags);
  const syntax::Tree& parse(FileId file, Diagnostics& diags);

  const Module* module(std::string_view name, bool quoted, FileId from) override;
  std::vector<std::string_view> standard_modules() override;
  const syntax::Declaration* configuration(std::string_view path, std::string_view server, FileId from,
                                           Span at) override;
  std::optional<Value> yaml_value(std::string_view path, FileId from, Span at) override;
  std::shared_ptr<const Document> document(std::string_view path, FileId from, Span at) override;
  std::shared_ptr<const StandardEngines> engines() override { return engines_; }

  // Of the FILE arguments and of what they import by its path, in the order of reading.
  [[nodiscard]] std::vector<const syntax::Tree*> user_trees() const;

  // An input is there but the machine did not let us read it: exit status 3.
  [[nodiscard]] bool machine_failed() const { return machine_failed_; }

 private:
  struct Yaml {
    FileId file = kNoFile;
    std::shared_ptr<const Document> document;  // null after an error
    bool unread = false;
    bool shared = false;  // by several of the FILE arguments
    syntax::Tree tree;    // of the topologies made from it
    std::map<std::string, const syntax::Declaration*, std::less<>> topologies;
  };

  const Module* standard_module(std::string_view name);
  const Module* file_module(const std::string& path);
  Yaml* yaml(const std::string& path, Span at);
  struct OpenedYaml {
    Yaml* yaml = nullptr;  // null where it cannot be read
    int error = 0;         // why
  };
  OpenedYaml open_yaml(const std::string& path, Span at);
  void read_document(Yaml& yaml, Diagnostics& diags);
  [[nodiscard]] std::string path_of(std::string_view path, FileId from) const;
  void unreadable(const std::string& path, int error, Span at);

  Files& files_;
  Sources& sources_;
  Diagnostics& diags_;
  bool machine_failed_ = false;
  std::deque<syntax::Tree> trees_;
  std::map<std::string, Module, std::less<>> modules_;       // by "std.x", or the identity of the file
  std::map<std::string, const Module*, std::less<>> paths_;  // how it was written -> module, null when there is none
  std::shared_ptr<const StandardEngines> engines_;           // null when nobody has lent any
  std::set<std::string> standard_names_;                     // what standard_modules() gives views of
  std::map<std::string, Yaml, std::less<>> yaml_;            // by identity
  std::map<std::string, Yaml*, std::less<>> yaml_paths_;
};

}  // namespace perfc::driver
