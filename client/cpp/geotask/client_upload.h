// SPDX-License-Identifier: GPL-2.0-or-later
//
// What the client streams share: messages, of rows or else, and all of them again when the server was
// UNAVAILABLE. Private to the library.
#pragma once

#include <memory>
#include <utility>

#include "geotask/client_impl.h"
#include "geotask/feature_packer.h"

namespace geotask::client {

// Sends one attempt's messages. An error is one of the rows; a stream that the server ended is
// none: its status tells.
template <typename Message>
Result<void> sendRows(const Message& first, const Client::OpenRows& open,
                      grpc::ClientWriterInterface<Message>& stream) {
  Result<Client::NextRow> next = open();
  if (!next.ok()) return next.error();
  if (!stream.Write(first)) return {};
  FeaturePacker<Message> packer([&](const Message& message) { return stream.Write(message); });
  v1::Feature row;
  uint64_t rows = 0;
  while (true) {
    row.Clear();
    const Result<bool> more = (*next)(&row);
    if (!more.ok()) return more.error();
    if (!*more) break;
    if (!packer.add(std::move(row))) return {};
    ++rows;
  }
  if (!packer.flush()) return {};
  Message last;
  last.mutable_end()->set_feature_count(rows);
  stream.Write(last);
  return {};
}

// Makes an upload until it succeeds or the policy gives up. `send`, Result<void>(stream), sends one
// attempt's messages as sendRows() does; `start` is
// std::unique_ptr<grpc::ClientWriter<Message>>(grpc::ClientContext*, Answer*).
template <typename Answer, typename Message, typename Send, typename Start>
Result<Answer> Client::Impl::upload(const Send& send, const Start& start) {
  Retry retry(policy);
  const Calls::Epoch epoch = calls.begin();
  while (true) {
    Answer answer;
    Error error;
    {
      Call call(calls, epoch);
      const auto stream = start(&call.context, &answer);
      grpc::ClientWriterInterface<Message>& writer = *stream;
      const Result<void> sent = send(writer);
      // A stream whose content failed is broken off.
      if (!sent.ok()) call.context.TryCancel();
      stream->WritesDone();
      const grpc::Status status = stream->Finish();
      if (!sent.ok()) return sent.error();
      if (status.ok()) return answer;
      error = errorFromStatus(status);
    }
    if (calls.stopped(epoch)) return stoppedError();
    const auto wait = retry.next(error);
    if (!wait) return error;
    if (!calls.sleep(epoch, *wait)) return stoppedError();
  }
}

}  // namespace geotask::client
