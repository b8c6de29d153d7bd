// Programs that an import has written, before anybody gets them: compiled, and exported again.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "compiler/driver/module_loader.hpp"

namespace perfc::driver {

struct WrittenProgram {
  std::string name;  // a path among those of the others, by which they `use` it
  std::string text;
  std::size_t topologies = 0;        // that it declares
  const Document* wanted = nullptr;  // what they are to give, where there are any
};

struct ReadBack {
  bool compiles = false;
  bool same = false;  // it gives what is wanted
  // Where it does not: what it gives, and what it would give without any `configuration { }`.
  Document exported;
  Document unshaped;
};

// What comes of each of `programs`, in their order; nothing is reported. Names are new to `sources`; those of the
// standard library are `library`'s.
[[nodiscard]] std::vector<ReadBack> read_back(const std::vector<WrittenProgram>& programs, Sources& sources,
                                              const ModuleLoader& library);

}  // namespace perfc::driver
