// Checks a program given as text, with the real standard library and files that exist only in the test.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/check/check.hpp"
#include "compiler/check/reference.hpp"

namespace perfc::test {

class Workbench : public Imports {
 public:
  // A file that `use "name"` finds.
  Workbench& file(std::string name, std::string text);
  // -D name=text
  Workbench& define(std::string name, std::string text);
  // Checks a program called main.perf.
  const Program& check(std::string text);

  // Every diagnostic as `line:column code message`, then its notes and help lines indented, one a line, in order.
  [[nodiscard]] std::string findings() const;
  // The page of `perfc explain NAME`.
  std::optional<std::string> page(std::string_view name) { return reference_page(name, sources_, *this); }

  const Module* module(std::string_view name, bool quoted, FileId from) override;
  std::vector<std::string_view> standard_modules() override;
  const syntax::Declaration* configuration(std::string_view path, std::string_view server, FileId from,
                                           Span at) override;
  std::optional<Value> yaml_value(std::string_view path, FileId from, Span at) override;
  std::shared_ptr<const Document> document(std::string_view path, FileId from, Span at) override;

 private:
  const syntax::Tree& parsed(std::string name, std::string text);

  Sources sources_;
  Diagnostics diags_;
  std::deque<syntax::Tree> trees_;
  std::map<std::string, std::string, std::less<>> files_;
  std::map<std::string, Module, std::less<>> modules_;
  std::vector<CheckInput::Definition> definitions_;
  std::unique_ptr<Program> program_;
};

// The findings of a program that stands alone.
std::string findings(std::string text);

}  // namespace perfc::test
