// The order of a map's keys, said by as few names as will do: a chain of keys that follow one another.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/document.hpp"

namespace perfc {

// Puts the entries of `chain` behind the first of them that is there, in the order of the chain; others stay.
void follow_one_another(std::vector<Document::Entry>& entries, const std::vector<std::string>& chain);

// The shortest chain that makes `wanted`, a permutation of `keys`, of them; empty where they are in that order already.
[[nodiscard]] std::vector<std::string> chain_between(const std::vector<std::string_view>& keys,
                                                     const std::vector<std::string_view>& wanted);

}  // namespace perfc
