// The keys of cluster files.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace perfc {
namespace cluster_keys {

inline constexpr std::string_view name = "CLUSTER_NAME";
inline constexpr std::string_view host = "CLUSTER_HOST";
inline constexpr std::string_view user = "CLUSTER_USER";
inline constexpr std::string_view type = "CLUSTER_TYPE";
inline constexpr std::string_view work_dir = "CLUSTER_WORKDIR";
inline constexpr std::string_view partition = "CLUSTER_PARTITION";
inline constexpr std::string_view account = "CLUSTER_ACCOUNT";
inline constexpr std::string_view storage = "CLUSTER_STORAGE";
inline constexpr std::string_view data = "CLUSTER_LLM_DATA";
inline constexpr std::string_view image = "DOCKER_IMAGE";
inline constexpr std::string_view mpi = "MPI_TYPE";
inline constexpr std::string_view srun = "EXTRA_SRUN_PARAMS";

inline constexpr std::array kAll = {name,    host,    user, type,  work_dir, partition,
                                    account, storage, data, image, mpi,      srun};

inline bool is_known(std::string_view key) { return std::find(kAll.begin(), kAll.end(), key) != kAll.end(); }

}  // namespace cluster_keys
}  // namespace perfc
