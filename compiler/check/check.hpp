// From trees to a checked program: imports, names, types, units, constraints. Reports every error it finds.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/diag/diagnostic.hpp"
#include "compiler/program/program.hpp"
#include "compiler/syntax/tree.hpp"

namespace perfc {

class StandardEngines;

// What the checker wants from the outside world. Paths are relative to the file they are written in.
class Imports {
 public:
  struct Module {
    std::string key;                         // equal for the same module, however it was reached
    std::vector<const syntax::Tree*> trees;  // one, or the files of a folder of the standard library
  };

  Imports() = default;
  Imports(const Imports&) = delete;
  Imports& operator=(const Imports&) = delete;
  virtual ~Imports() = default;

  // `use std.gb200` (name "std.gb200", quoted false) or `use "lib/x.perf"`. Null when there is no such module; an
  // unreadable one and its syntax errors are reported by the implementation, which then returns what it has.
  virtual const Module* module(std::string_view name, bool quoted, FileId from) = 0;
  // The modules of the standard library, for spelling hints: "std.gb200" ...
  virtual std::vector<std::string_view> standard_modules() = 0;
  // yaml("path" [, "server"]) as a topology. Reports what is wrong (a missing file too), at `at` or in the YAML file,
  // and returns null then.
  virtual const syntax::Declaration* configuration(std::string_view path, std::string_view server, FileId from,
                                                   Span at) = 0;
  // yaml("path") as a value. The same.
  virtual std::optional<Value> yaml_value(std::string_view path, FileId from, Span at) = 0;
  // A file of YAML or JSON as it stands. The same.
  virtual std::shared_ptr<const Document> document(std::string_view path, FileId from, Span at) = 0;
  // What standard_engines() has made of the same trees; null: the checker works it out for itself.
  virtual std::shared_ptr<const StandardEngines> engines() { return nullptr; }
};

struct CheckInput {
  std::vector<const syntax::Tree*> files;  // the FILE arguments; their suites make up the program
  // -D name=value: the tree of a source whose text is `let name = value`, or, for a value that is no expression, text
  // alone. A param of type string takes the text as it is.
  struct Definition {
    std::string name;
    std::string text;
    const syntax::Expr* value = nullptr;
    Span span;
  };
  std::vector<Definition> definitions;
};

// The options of the standard library's engines as types, which many checks may use at once. It lasts as long as the
// trees and `imports`.
std::shared_ptr<const StandardEngines> standard_engines(const Sources& sources, Imports& imports);

// Never null. Declarations that failed are left out of the program; look at diags.failed() before going on.
std::unique_ptr<Program> check_program(const Sources& sources, const CheckInput& input, Imports& imports,
                                       Diagnostics& diags);

}  // namespace perfc
