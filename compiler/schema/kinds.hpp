// The kinds that the compiler itself understands, as tables: one row a field. Checking, help, spelling hints and the
// reference pages are made from them. Adding a field: a struct member in program.hpp and a row here.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "compiler/program/program.hpp"
#include "compiler/schema/assign.hpp"
#include "compiler/schema/type.hpp"

namespace perfc::schema {

struct KindInfo {
  std::string_view name;
  std::string_view doc;
};
// Every kind that may start a declaration with a body, in the order of the documentation.
std::span<const KindInfo> kinds();
bool is_kind(std::string_view name);
// The name of a declaration of this kind, one of kinds(). One type for all programs.
const Type* reference(std::string_view kind);

// Field tables, with the types they share.
class Tables {
 public:
  // Made at the first call, for all programs and threads.
  static const Tables& shared();
  Tables(const Tables&) = delete;
  Tables& operator=(const Tables&) = delete;

  std::vector<Row<Gpu>> gpu_rows;
  std::vector<Row<Container>> container_rows;
  std::vector<Row<Cluster>> cluster_rows;
  std::vector<Row<Model>> model_rows;
  std::vector<Row<Benchmark>> benchmark_rows;
  std::vector<Row<Readiness>> readiness_rows;
  std::vector<Row<Harness>> harness_rows;
  std::vector<Row<Test>> test_rows;

  const RecordType* gpu = nullptr;
  const RecordType* cluster = nullptr;
  const RecordType* model = nullptr;
  const RecordType* benchmark = nullptr;
  const RecordType* harness = nullptr;
  const RecordType* suite = nullptr;
  const RecordType* group = nullptr;  // tests of a suite with defaults of their own
  const RecordType* test = nullptr;   // what stands in the { } of a test, but for the roles

  // What depends on an engine's options (null: none known): the body of a role and of a topology. `into` owns it.
  struct EngineTypes {
    const RecordType* role = nullptr;
    const RecordType* topology = nullptr;
    const RecordType* test = nullptr;
  };
  EngineTypes with_engine(const RecordType* options, Types& into) const;

  // Null for an unknown kind, and for schema, worker and topology, whose fields depend on the engine.
  [[nodiscard]] const RecordType* of(std::string_view kind) const;

 private:
  Tables();
  ~Tables() = default;
  void make_cluster();
  void make_benchmark();
  void make_harness();
  void make_suite();
  void make_topology();
  const RecordType* section(std::string what, std::vector<FieldType> fields);
  const Type* or_null(std::vector<const Type*> alternatives);
  FieldType metadata_section();
  FieldType shape();

  const Type* variables_ = nullptr;  // NAME = value
  const Type* env_ = nullptr;        // variables, or a text taken as it is
  const Type* text_ = nullptr;
  const Type* string_ = nullptr;
  const Type* boolean_ = nullptr;
  const Type* any_ = nullptr;
  const Type* duration_ = nullptr;
  const Type* strings_ = nullptr;
  std::vector<FieldType> sections_;  // of a topology, whatever its engine
  Types types_;
};

}  // namespace perfc::schema
