// SPDX-License-Identifier: GPL-2.0-or-later
#include <openssl/evp.h>

#include "geotask/client_impl.h"

namespace geotask::client {
namespace {

// SHA-256 in hexadecimal digits.
class Checksum {
 public:
  Checksum() { EVP_DigestInit_ex(context_, EVP_sha256(), nullptr); }
  ~Checksum() { EVP_MD_CTX_free(context_); }
  Checksum(const Checksum&) = delete;
  Checksum& operator=(const Checksum&) = delete;

  void add(const std::string& bytes) { EVP_DigestUpdate(context_, bytes.data(), bytes.size()); }
  std::string finish() {
    unsigned char hash[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    EVP_DigestFinal_ex(context_, hash, &size);
    std::string text;
    for (unsigned int i = 0; i < size; ++i) {
      text += "0123456789abcdef"[hash[i] >> 4];
      text += "0123456789abcdef"[hash[i] & 15];
    }
    return text;
  }

 private:
  EVP_MD_CTX* const context_ = EVP_MD_CTX_new();
};

}  // namespace

Result<v1::FileInfo> Client::readFile(
    v1::ReadFileRequest request, const std::function<Result<void>(const std::string&)>& visit) {
  Retry retry(impl_->policy);
  const Calls::Epoch epoch = impl_->calls.begin();
  Checksum sum;
  v1::FileInfo info;
  request.set_offset(0);
  while (true) {
    Error error;
    {
      Call call(impl_->calls, epoch);
      const auto stream = impl_->jobs->ReadFile(&call.context, request);
      v1::ReadFileResponse message;
      Result<void> taken;
      while (taken.ok() && stream->Read(&message)) {
        retry.reset();
        if (message.has_header()) {
          info = message.header();
          continue;
        }
        sum.add(message.data());
        request.set_offset(request.offset() + message.data().size());
        taken = visit(message.data());
      }
      if (!taken.ok()) call.context.TryCancel();
      const grpc::Status status = stream->Finish();
      if (!taken.ok()) return taken.error();
      if (status.ok()) {
        if (request.offset() == info.byte_count() && sum.finish() == info.sha256()) return info;
        return localError(grpc::StatusCode::DATA_LOSS, "CHECKSUM_MISMATCH",
                          "What came of " + info.path() + " is not what the server has.",
                          "Read it again.");
      }
      error = errorFromStatus(status);
    }
    if (impl_->calls.stopped(epoch)) return stoppedError();
    const auto wait = retry.next(error);
    if (!wait) return error;
    if (!impl_->calls.sleep(epoch, *wait)) return stoppedError();
  }
}

}  // namespace geotask::client
