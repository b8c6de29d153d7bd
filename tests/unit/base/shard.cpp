#include "compiler/base/shard.hpp"

#include <doctest/doctest.h>

using namespace perfc;

namespace {

using Indices = std::vector<std::size_t>;

Indices shard(const std::vector<std::string>& ids, std::size_t splits, std::size_t group, Durations durations = {}) {
  return tests_of_shard(ids, {splits, group, std::move(durations)});
}

}  // namespace

TEST_CASE("without durations every test counts the same, in the order of their ids") {
  const std::vector<std::string> ids = {"c", "a", "e", "b", "d"};
  // a c e | b d
  CHECK(shard(ids, 2, 1) == Indices{0, 1, 2});
  CHECK(shard(ids, 2, 2) == Indices{3, 4});
  CHECK(shard(ids, 1, 1) == Indices{0, 1, 2, 3, 4});
}

TEST_CASE("longest first, to whoever has the least to do") {
  const std::vector<std::string> ids = {"a", "b", "c", "d"};
  const Durations durations = {{"a", 1}, {"b", 10}, {"c", 4}, {"d", 5}, {"elsewhere", 1000}};
  CHECK(shard(ids, 2, 1, durations) == Indices{1});        // 10
  CHECK(shard(ids, 2, 2, durations) == Indices{0, 2, 3});  // 5 + 4 + 1
}

TEST_CASE("an unknown duration is the mean of the known ones") {
  const Durations durations = {{"a", 2}, {"b", 8}};  // c counts 5
  CHECK(shard({"a", "b", "c"}, 2, 1, durations) == Indices{1});
  CHECK(shard({"a", "b", "c"}, 2, 2, durations) == Indices{0, 2});
}

TEST_CASE("more parts than tests, and no tests") {
  CHECK(shard({"a"}, 3, 1) == Indices{0});
  CHECK(shard({"a"}, 3, 2).empty());
  CHECK(shard({}, 2, 1).empty());
}

TEST_CASE("every test is in one part") {
  std::vector<std::string> ids;
  Durations durations;
  for (int i = 0; i < 100; ++i) {
    ids.push_back("t" + std::to_string(i * 37 % 101));
    if (i % 3 != 0) durations.emplace(ids.back(), i * 13 % 29);
  }
  std::vector<int> seen(ids.size());
  for (std::size_t group = 1; group <= 7; ++group) {
    for (const std::size_t index : shard(ids, 7, group, durations)) ++seen[index];
  }
  CHECK(seen == std::vector<int>(ids.size(), 1));
}
