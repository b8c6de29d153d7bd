// Options of roles, as rules ask for them.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/lint/rule.hpp"
#include "compiler/program/options.hpp"

namespace perfc::lint {

using Path = std::initializer_list<std::string_view>;

// Null when the role does not say.
const Value* option(const Role& role, Path path);
inline std::optional<std::int64_t> number(const Role& role, Path path) { return integer(option(role, path)); }
// Where the value of an option stands, else the nearest of the blocks that would hold it, else the role.
Span place_of(const Role& role, Path path);
// The roles that take part, in order: ctx and gen, or server.
std::vector<const Role*> started(const Case& shown);
// Those that are described, whether the load starts them or not: in another mode they would be.
std::vector<const Role*> described(const Case& shown);
// How grave what is wrong with a role can be: where the load does not start it, a note.
Level gravest(const Case& shown, const Role& role);
// Whether there are two sides that can disagree; `findings` are notes where the load does not start both.
bool two_sides(const Case& shown, Findings& findings);
std::int64_t attention_dp(const Role& role);  // ranks that hold requests of their own: 1 without attention DP

// "8k1k" as 8 and 1; nothing for what is not of this form.
struct LengthToken {
  std::int64_t input = 0;  // in units of 1024 tokens
  std::int64_t output = 0;
};
std::optional<LengthToken> read_lengths(std::string_view text);
// Whether a length may be called so many times 1024: those that vary are often given by their average, so that 7408
// tokens are 8k.
bool length_called(std::int64_t units, std::int64_t tokens);
bool called(const LengthToken& token, const Benchmark& load);

// A number that is the whole of `text`.
std::optional<std::int64_t> whole_number(std::string_view text);

}  // namespace perfc::lint
