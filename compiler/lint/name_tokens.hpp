// The words of a name that say what it names: `8k1k`, `con4`, `ctx2`, `dep8`, `tep4_adp`, `bs64`, `eplb288`, `mtp3`,
// `ccb-UCX`. Everything else in a name is free.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace perfc::lint {

enum class TokenKind : unsigned char {
  gpu,
  lengths,
  concurrency,
  servers,
  parallel,
  batch,
  slots,
  speculation,
  backend
};

struct NameToken {
  TokenKind kind = TokenKind::gpu;
  std::string_view text;  // as it stands in the name
  std::string_view role;  // ctx or gen, which the token stands behind; empty before either
  std::int64_t number = 0;
  std::vector<std::pair<std::string_view, std::int64_t>> parts;  // of a parallel one: dep 4, pp 2
  bool attention_dp = false;                                     // `adp` stands right behind a parallel one
};

// Views into `name`.
std::vector<NameToken> name_tokens(std::string_view name);

}  // namespace perfc::lint
