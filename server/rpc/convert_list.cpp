// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/convert_list.h"

#include <utility>

#include "rpc/convert_job.h"
#include "rpc/enum_check.h"
#include "rpc/message_limits.h"

namespace geotask {

absl::StatusOr<JobService::ListRequest> fromProto(const v1::ListJobsRequest& proto,
                                                  const std::string& principal) {
  JobService::ListRequest request;
  request.filter.principal = principal;
  for (int i = 0; i < proto.states_size(); ++i) {
    const int state = proto.states(i);
    if (state == v1::JOB_STATE_UNSPECIFIED || !v1::JobState_IsValid(state))
      return makeError(absl::StatusCode::kInvalidArgument,
                       {"OUT_OF_RANGE", absl::StrCat("states[", i, "]"), absl::StrCat(state),
                        enumNames(v1::JobState_descriptor()), "Leave it out for all states."});
    request.filter.states.insert(static_cast<JobState>(state));
  }
  request.filter.labels.insert(proto.labels().begin(), proto.labels().end());
  request.page_size = proto.page_size();
  request.page_token = proto.page_token();
  return request;
}

void toProto(const JobService::ListAnswer& answer, v1::ListJobsResponse& proto) {
  for (const JobSnapshot& job : answer.jobs) toProto(job, *proto.add_jobs());
  proto.set_next_page_token(answer.next_page_token);
}

absl::StatusOr<v1::ListJobsResponse> listPage(const JobService& service,
                                              JobService::ListRequest request) {
  for (;;) {
    const auto answer = service.list(request);
    if (!answer.ok()) return answer.status();
    v1::ListJobsResponse page;
    toProto(*answer, page);
    if (page.ByteSizeLong() <= kMaxMessageBytes || page.jobs_size() <= 1) return page;
    request.page_size = page.jobs_size() / 2;
  }
}

}  // namespace geotask
