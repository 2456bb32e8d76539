// SPDX-License-Identifier: GPL-2.0-or-later
#include "spool/checksum.h"

#include <openssl/evp.h>

#include "absl/strings/escaping.h"

namespace geotask {

struct Checksum::Context {
  ~Context() { EVP_MD_CTX_free(digest); }
  EVP_MD_CTX* const digest = EVP_MD_CTX_new();
};

Checksum::Checksum() : context_(std::make_unique<Context>()) {
  EVP_DigestInit_ex(context_->digest, EVP_sha256(), nullptr);
}

Checksum::~Checksum() = default;

Checksum::Checksum(Checksum&&) noexcept = default;

void Checksum::add(absl::string_view bytes) {
  EVP_DigestUpdate(context_->digest, bytes.data(), bytes.size());
}

std::string Checksum::finish() {
  unsigned char hash[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  EVP_DigestFinal_ex(context_->digest, hash, &size);
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(hash), size));
}

}  // namespace geotask
