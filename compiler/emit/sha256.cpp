#include "compiler/emit/sha256.hpp"

#include <nettle/sha2.h>

#include <array>
#include <cstdint>

namespace perfc {

std::string sha256(std::string_view text) {
  sha256_ctx context;
  sha256_init(&context);
  // nettle reads bytes as uint8_t; there is no other way to give it characters.
  sha256_update(&context, text.size(), reinterpret_cast<const std::uint8_t*>(text.data()));
  std::array<std::uint8_t, SHA256_DIGEST_SIZE> digest{};
  sha256_digest(&context, digest.size(), digest.data());
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out(digest.size() * 2, '0');
  for (std::size_t i = 0; i < digest.size(); ++i) {
    out[2 * i] = kDigits[digest[i] >> 4U];
    out[2 * i + 1] = kDigits[digest[i] & 15U];
  }
  return out;
}

}  // namespace perfc
