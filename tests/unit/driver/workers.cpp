#include "compiler/driver/workers.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <stdexcept>
#include <vector>

using perfc::driver::for_each_parallel;

TEST_CASE("every number once, whatever the threads") {
  for (const unsigned threads : {1U, 2U, 16U}) {
    std::vector<std::atomic<int>> seen(1000);
    for_each_parallel(seen.size(), threads, [&](std::size_t i) { ++seen[i]; });
    int wrong = 0;
    for (const auto& count : seen) wrong += count == 1 ? 0 : 1;
    CHECK(wrong == 0);
  }
  for_each_parallel(0, 4, [](std::size_t) { FAIL("no number to work on"); });
}

TEST_CASE("the first exception comes back and ends the work") {
  std::atomic<std::size_t> done = 0;
  CHECK_THROWS_WITH_AS(for_each_parallel(100'000, 4,
                                         [&](std::size_t i) {
                                           if (i == 3) throw std::runtime_error("three");
                                           ++done;
                                         }),
                       "three", std::runtime_error);
  CHECK(done < 100'000);
}
