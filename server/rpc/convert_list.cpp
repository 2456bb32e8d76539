// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/convert_list.h"

#include <utility>

#include "rpc/convert_job.h"
#include "rpc/enum_check.h"
#include "rpc/page_room.h"

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

absl::StatusOr<v1::ListJobsResponse> listPage(const JobService& service,
                                              JobService::ListRequest request) {
  for (;;) {
    const auto answer = service.list(request);
    if (!answer.ok()) return answer.status();
    v1::ListJobsResponse page;
    page.set_next_page_token(answer->next_page_token);
    PageRoom room;
    for (const JobSnapshot& job : answer->jobs) {
      toProto(job, *page.add_jobs());
      if (!room.add(*page.mutable_jobs())) break;
    }
    if (room.enough()) return page;
    // The same again up to the one that did not fit, for the token that goes on with it.
    request.page_size = page.jobs_size();
  }
}

}  // namespace geotask
