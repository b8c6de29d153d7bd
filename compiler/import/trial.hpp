// A program that tests one configuration: what somebody would write to try it, with places in the configuration and in
// the words of the command line.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/document.hpp"
#include "compiler/diag/diagnostic.hpp"
#include "compiler/syntax/tree.hpp"

namespace perfc {

// A word of the command line, and where it stands.
struct PlacedWord {
  std::string text;
  Span span;
};

struct Trial {
  std::string path;                    // of the configuration, as the process finds it
  std::string name;                    // of the suite, and of a disaggregated configuration's test
  FileId file = kNoFile;               // the configuration's text
  const Document* document = nullptr;  // what was read from it
  std::vector<std::string> servers;    // of an aggregated file those to test; empty: all
  PlacedWord program;                  // the file that declares the cluster
  PlacedWord cluster;
  PlacedWord harness;  // empty: the default one
};

// `use` of the program, a topology for the configuration (for each server of an aggregated file), and a suite of their
// tests.
[[nodiscard]] syntax::Tree trial_program(const Trial& trial);

}  // namespace perfc
