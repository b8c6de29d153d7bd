// operator new and delete of the perfc program, and malloc for the libraries in it: it makes some thousand small
// objects for each file that it reads or writes and lives for milliseconds: with the C library's malloc it spends more
// than a quarter of its time in there, mostly on joining blocks that are soon parted again, and in the kernel, from
// which it takes a page at a time for all threads but the first. To import a thousand configurations takes 1.33 times
// as much processor time with glibc 2.36, 1.25 times with the best of its tunables; with jemalloc, and with gperftools'
// tcmalloc, a process starts 0.4 and 3.5 ms later. What this costs: some 0.3 ms of a process that checks one file. Here
// a block of up to 32 KiB comes from a list of its size that one thread alone uses, and goes back to such a list;
// larger ones are malloc's. Memory is given back when the process ends. Sanitizers bring their own, so they are built
// without this file.
//
// malloc comes here because libyaml takes four blocks for a word and gives three of them back; the program is linked
// with --wrap (see CMakeLists.txt), so that whoever calls it calls what is below, and the C library's own is still
// there for what is large.
#include <malloc.h>
#include <sys/mman.h>

#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <new>

// What --wrap makes of the names: calls of malloc are calls of "__wrap_malloc".
extern "C" {
void* c_malloc(std::size_t bytes) asm("__real_malloc");
void* c_realloc(void* memory, std::size_t bytes) asm("__real_realloc");
void c_free(void* memory) asm("__real_free");
void* wrapped_malloc(std::size_t bytes) asm("__wrap_malloc");
void* wrapped_realloc(void* memory, std::size_t bytes) asm("__wrap_realloc");
void wrapped_free(void* memory) asm("__wrap_free");
}

namespace {

// Sizes of blocks are the multiples of 16 up to 1 KiB, above it four to each power of two.
constexpr std::size_t kGrain = 16;
constexpr std::size_t kFine = 64;
constexpr std::size_t kFineWidth = 11;  // of 1024 in bits
constexpr std::size_t kSizes = kFine + std::size_t{5} * 4;
constexpr std::size_t kSlab = std::size_t{64} << 10U;  // blocks of one size
constexpr std::size_t kHugePage = std::size_t{2} << 20U;
constexpr std::size_t kSlabs = std::size_t{1} << 18U;
constexpr std::size_t kRoom = kSlab * kSlabs;  // addresses, not memory

// The number of the size for so many bytes; kSizes or more where they are too many.
std::size_t size_for(std::size_t bytes) {
  if (bytes <= kFine * kGrain) return bytes == 0 ? 0 : (bytes - 1) / kGrain;
  const auto width = static_cast<std::size_t>(std::bit_width(bytes - 1));
  return kFine + (width - kFineWidth) * 4 + ((bytes - 1) >> (width - 3) & 3U);
}

std::size_t bytes_of(std::size_t size) {
  if (size < kFine) return (size + 1) * kGrain;
  return ((size - kFine) % 4 + 5) << ((size - kFine) / 4 + kFineWidth - 3);
}

struct Block {
  Block* next;
};

// Of one thread at a time.
struct Lists {
  std::array<Block*, kSizes> free{};
  std::array<char*, kSizes> unused{};  // where the rest of a slab begins
  std::array<char*, kSizes> end{};
  Lists* idle = nullptr;
};

// Far from every address there is, until the room has been reserved: nothing is taken for a block of it.
constinit std::atomic<std::uintptr_t> room{std::uintptr_t{1} << 63U};
constinit std::atomic<std::size_t> slabs_taken{0};
constinit std::array<std::uint8_t, kSlabs> size_of_slab{};  // as an index of the lists
constinit std::mutex mutex;
constinit Lists* idle_lists = nullptr;  // of threads that have ended
constinit thread_local Lists* lists = nullptr;
constinit thread_local bool ended = false;

struct Keeper {
  Keeper() = default;
  Keeper(const Keeper&) = delete;
  Keeper& operator=(const Keeper&) = delete;
  ~Keeper() {
    const std::lock_guard lock(mutex);
    lists->idle = idle_lists;
    idle_lists = lists;
    lists = nullptr;
    ended = true;
  }
  void begin() const {}
};

void reserve_room() {
  // Where addresses are limited there is no room, and malloc serves all.
  void* const start =
      ::mmap(nullptr, kRoom + kHugePage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (start == MAP_FAILED) {
    slabs_taken = kSlabs;
    return;
  }
  room = (reinterpret_cast<std::uintptr_t>(start) + kHugePage - 1) / kHugePage * kHugePage;
  // Whoever needs more than a little needs much, and would spend a tenth of its time in page faults.
  (void)::madvise(reinterpret_cast<void*>(room + kHugePage), kRoom - kHugePage, MADV_HUGEPAGE);
}

// malloc, too, keeps what it has for what is wanted next: the libraries in C use it.
void keep_pages() {
  constexpr int kMuch = 256 << 20;
  // NOLINTBEGIN(concurrency-mt-unsafe): called with the lock held, before a second thread can be
  static_cast<void>(::mallopt(M_TRIM_THRESHOLD, kMuch));
  static_cast<void>(::mallopt(M_MMAP_THRESHOLD, kMuch / 16));
  // NOLINTEND(concurrency-mt-unsafe)
}

// Null for a thread that is about to end.
Lists* lists_of_thread() {
  if (lists != nullptr || ended) return lists;
  static thread_local Keeper keeper;
  keeper.begin();
  const std::lock_guard lock(mutex);
  if (idle_lists != nullptr) {
    lists = idle_lists;
    idle_lists = lists->idle;
  } else {
    static const bool reserved = (reserve_room(), keep_pages(), true);
    static_cast<void>(reserved);
    void* const memory = c_malloc(sizeof(Lists));
    if (memory != nullptr) lists = ::new (memory) Lists;
  }
  return lists;
}

[[gnu::noinline]] void* take_slowly(std::size_t bytes, std::size_t size) noexcept {
  Lists* const own = size < kSizes ? lists_of_thread() : nullptr;
  if (own != nullptr) {
    const std::size_t block = bytes_of(size);
    if (static_cast<std::size_t>(own->end[size] - own->unused[size]) < block && slabs_taken < kSlabs) {
      const std::size_t slab = slabs_taken++;
      if (slab < kSlabs) {
        size_of_slab[slab] = static_cast<std::uint8_t>(size);
        own->unused[size] = reinterpret_cast<char*>(room.load() + slab * kSlab);
        own->end[size] = own->unused[size] + kSlab;
      }
    }
    if (static_cast<std::size_t>(own->end[size] - own->unused[size]) >= block) {
      char* const taken = own->unused[size];
      own->unused[size] += block;
      return taken;
    }
  }
  return c_malloc(bytes == 0 ? 1 : bytes);
}

// Null where there is no memory.
void* take(std::size_t bytes) noexcept {
  const std::size_t size = size_for(bytes);
  if (size < kSizes && lists != nullptr) {
    if (Block* const block = lists->free[size]) {
      lists->free[size] = block->next;
      __builtin_prefetch(block->next, 1);  // which has long left the cache, and will be wanted next
      return block;
    }
  }
  return take_slowly(bytes, size);
}

// Where in the room; kRoom or more for what is not in it.
std::uintptr_t place_of(void* memory) {
  return reinterpret_cast<std::uintptr_t>(memory) - room.load(std::memory_order_relaxed);
}

void give_back(void* memory) noexcept {
  const std::uintptr_t place = place_of(memory);
  if (place >= kRoom) {
    c_free(memory);
  } else if (Lists* const own = lists != nullptr ? lists : lists_of_thread()) {
    const std::size_t size = size_of_slab[place / kSlab];
    own->free[size] = ::new (memory) Block{own->free[size]};
  }
}

}  // namespace

void* wrapped_malloc(std::size_t bytes) { return take(bytes); }
void wrapped_free(void* memory) { give_back(memory); }
void* wrapped_realloc(void* memory, std::size_t bytes) {
  const std::uintptr_t place = place_of(memory);
  if (memory == nullptr) return take(bytes);
  if (place >= kRoom) return c_realloc(memory, bytes);
  const std::size_t had = bytes_of(size_of_slab[place / kSlab]);
  if (bytes <= had && bytes > 0) return memory;
  void* const more = bytes == 0 ? nullptr : take(bytes);  // as the C library does it: of no bytes, nothing is left
  if (more != nullptr) std::memcpy(more, memory, had);
  if (more != nullptr || bytes == 0) give_back(memory);
  return more;
}

void* operator new(std::size_t bytes) {
  void* const memory = take(bytes);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}
void operator delete(void* memory) noexcept { give_back(memory); }
void operator delete(void* memory, std::size_t) noexcept { give_back(memory); }
