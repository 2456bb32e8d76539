// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/fingerprint.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <openssl/evp.h>

namespace geotask {

struct Fingerprint::Context {
  EVP_MD_CTX* digest = EVP_MD_CTX_new();
  ~Context() { EVP_MD_CTX_free(digest); }
};

Fingerprint::Fingerprint() : context_(std::make_unique<Context>()) {
  EVP_DigestInit_ex(context_->digest, EVP_sha256(), nullptr);
}

Fingerprint::~Fingerprint() = default;

void Fingerprint::add(const google::protobuf::MessageLite& message) {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    message.SerializeToCodedStream(&coded);
  }
  const uint64_t size = bytes.size();  // Keeps neighbours apart.
  EVP_DigestUpdate(context_->digest, &size, sizeof size);
  EVP_DigestUpdate(context_->digest, bytes.data(), bytes.size());
}

std::string Fingerprint::finish() {
  std::string hash(EVP_MAX_MD_SIZE, '\0');
  unsigned int size = 0;
  EVP_DigestFinal_ex(context_->digest, reinterpret_cast<unsigned char*>(&hash[0]), &size);
  hash.resize(size);
  return hash;
}

}  // namespace geotask
