// The resource has no state: one object serves all arenas.
#include "compiler/syntax/arena.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <cstdlib>
#include <new>

namespace perfc::syntax {
namespace {

constexpr std::size_t kHugePage = std::size_t{2} << 20U;

class HugePages final : public std::pmr::memory_resource {
  void* do_allocate(std::size_t bytes, std::size_t alignment) override {
    if (bytes < kHugePage) return ::operator new (bytes, std::align_val_t{alignment});
    const std::size_t whole = (bytes + kHugePage - 1) / kHugePage * kHugePage;
    void* const room = std::aligned_alloc(kHugePage, whole);
    if (room == nullptr) throw std::bad_alloc();
    (void)::madvise(room, whole, MADV_HUGEPAGE);  // a wish: without it everything works, slower
    return room;
  }
  void do_deallocate(void* room, std::size_t bytes, std::size_t alignment) override {
    if (bytes < kHugePage) {
      ::operator delete (room, std::align_val_t{alignment});
    } else {
      std::free(room);
    }
  }
  [[nodiscard]] bool do_is_equal(const memory_resource& other) const noexcept override { return this == &other; }
};

}  // namespace

std::unique_ptr<std::pmr::monotonic_buffer_resource> make_arena(std::size_t bytes) {
  static HugePages huge_pages;
  constexpr std::size_t small = std::size_t{64} * 1024;
  const std::size_t room = std::min(small, 1024 + bytes * 8);
  return std::make_unique<std::pmr::monotonic_buffer_resource>(bytes < small ? room : 2 * kHugePage, &huge_pages);
}

}  // namespace perfc::syntax
