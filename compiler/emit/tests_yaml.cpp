#include "compiler/emit/tests_yaml.hpp"

#include "compiler/emit/list_writer.hpp"
#include "compiler/emit/suite_list.hpp"

namespace perfc {

std::string emit_tests_yaml(const SuitePlan& suite) { return write_list_yaml(list_of_suite(suite)); }

}  // namespace perfc
