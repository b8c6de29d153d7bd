// compiler/driver/memory.cpp, which is linked into this program as it is into perfc: every block that anything here
// takes comes from it.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <string>
#include <thread>
#include <vector>

namespace {

// Sizes around every border: of the grain, of the fine sizes (1 KiB), and of what comes from lists at all (32 KiB).
std::vector<std::size_t> sizes() {
  std::vector<std::size_t> all = {0, 1, 15, 16, 17, 31, 32, 33};
  for (std::size_t border = 1024; border <= 64 * 1024; border += border / 4) {
    for (const std::size_t each : {border - 1, border, border + 1}) all.push_back(each);
  }
  return all;
}

char mark(std::size_t i) { return static_cast<char>('a' + i % 26); }

bool holds(const char* block, std::size_t size, char mark) {
  return std::all_of(block, block + size, [mark](char c) { return c == mark; });
}

// Many blocks at once, each full of its mark: a block that overlaps another shows.
void fill_and_look(int rounds) {
  for (int round = 0; round < rounds; ++round) {
    std::vector<char*> blocks;
    const std::vector<std::size_t> all = sizes();
    for (std::size_t i = 0; i < all.size(); ++i) {
      const bool from_malloc = i % 2 == 0;
      char* const block = static_cast<char*>(from_malloc ? std::malloc(all[i]) : ::operator new(all[i]));
      REQUIRE(block != nullptr);
      REQUIRE(reinterpret_cast<std::uintptr_t>(block) % alignof(std::max_align_t) == 0);
      std::memset(block, mark(i), all[i]);
      blocks.push_back(block);
    }
    for (std::size_t i = 0; i < all.size(); ++i) {
      REQUIRE(holds(blocks[i], all[i], mark(i)));
      if (i % 2 == 0) {
        std::free(blocks[i]);
      } else {
        ::operator delete(blocks[i]);
      }
    }
  }
}

TEST_CASE("blocks of every size are whole and apart") { fill_and_look(20); }

TEST_CASE("threads take blocks at once, and give back what another took") {
  std::vector<std::thread> threads;
  std::vector<std::unique_ptr<std::string>> from_others(64);
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      fill_and_look(10);
      for (std::size_t i = static_cast<std::size_t>(t); i < from_others.size(); i += 4)
        from_others[i] = std::make_unique<std::string>(100 + i, mark(i));
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (std::size_t i = 0; i < from_others.size(); ++i) {
    CHECK(*from_others[i] == std::string(100 + i, mark(i)));
    from_others[i].reset();
  }
  fill_and_look(1);
}

TEST_CASE("realloc keeps what was there, within a size and beyond what lists have") {
  for (const std::size_t from : {1U, 20U, 1000U, 30'000U, 100'000U}) {
    for (const std::size_t to : {1U, 24U, 1024U, 40'000U, 200'000U}) {
      char* block = static_cast<char*>(std::malloc(from));
      REQUIRE(block != nullptr);
      std::memset(block, 'x', from);
      block = static_cast<char*>(std::realloc(block, to));
      REQUIRE(block != nullptr);
      CHECK(holds(block, std::min(from, to), 'x'));
      std::memset(block, 'y', to);
      CHECK(holds(block, to, 'y'));
      std::free(block);
    }
  }
  void* const fresh = std::realloc(nullptr, 50);
  CHECK(fresh != nullptr);
  std::free(fresh);
  std::free(nullptr);
}

TEST_CASE("what the C library takes for itself may be given back here") {
  char* const copy = ::strdup("disaggregated");
  CHECK(std::string(copy) == "disaggregated");
  std::free(copy);
  void* const zeros = std::calloc(100, 8);
  CHECK(holds(static_cast<const char*>(zeros), 800, '\0'));
  std::free(zeros);
  void* const aligned = std::aligned_alloc(4096, 8192);
  CHECK(reinterpret_cast<std::uintptr_t>(aligned) % 4096 == 0);
  std::free(aligned);
}

TEST_CASE("more than there is gives null, or throws where new is asked") {
  constexpr std::size_t kTooMuch = SIZE_MAX / 2;
  volatile std::size_t much = kTooMuch;
  void* const block = std::malloc(much);
  CHECK(block == nullptr);
  CHECK_THROWS_AS(static_cast<void>(::operator new(much)), std::bad_alloc);
}

}  // namespace
