// SPDX-License-Identifier: GPL-2.0-or-later
//
// A bare gRPC server and its client.
//
//     bench_echo serve                                    # Prints the port; ends with standard input.
//     bench_echo call 127.0.0.1:PORT --bytes 80 --answer-bytes 700 --count 2000
//     bench_echo stream 127.0.0.1:PORT --bytes 8000000 --answer-bytes 216000000
#include <grpcpp/grpcpp.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>

#include "echo.grpc.pb.h"
#include "measure.h"

namespace geotask::bench {
namespace {

constexpr uint64_t kMessageBytes = 512 * 1024;

class EchoService : public Echo::Service {
  grpc::Status Call(grpc::ServerContext*, const EchoMessage* request,
                    EchoMessage* answer) override {
    answer->mutable_data()->assign(request->answer_bytes(), 'x');
    return grpc::Status::OK;
  }

  grpc::Status Stream(grpc::ServerContext*,
                      grpc::ServerReaderWriter<EchoMessage, EchoMessage>* stream) override {
    EchoMessage message;
    EchoMessage answer;
    while (stream->Read(&message)) {
      answer.mutable_data()->assign(message.answer_bytes(), 'x');
      if (!stream->Write(answer)) break;
    }
    return grpc::Status::OK;
  }
};

void serve() {
  EchoService service;
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&service);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  std::cout << port << std::endl;
  std::cin.get();
  server->Shutdown();
}

std::unique_ptr<Echo::Stub> connect(const std::string& address) {
  return Echo::NewStub(grpc::CreateChannel(address, grpc::InsecureChannelCredentials()));
}

void call(const std::string& address, uint64_t bytes, uint64_t answer_bytes, int count) {
  const auto stub = connect(address);
  EchoMessage request;
  request.mutable_data()->assign(bytes, 'x');
  request.set_answer_bytes(answer_bytes);
  reportLatency(count, [&] {
    grpc::ClientContext context;
    EchoMessage answer;
    const grpc::Status status = stub->Call(&context, request, &answer);
    if (!status.ok()) fail(status.error_message());
  });
}

void stream(const std::string& address, uint64_t bytes, uint64_t answer_bytes) {
  const auto stub = connect(address);
  // Both ways in as many messages, each small enough.
  const uint64_t messages = 1 + std::max(bytes, answer_bytes) / kMessageBytes;
  EchoMessage request;
  request.mutable_data()->assign(bytes / messages, 'x');
  request.set_answer_bytes(answer_bytes / messages);
  const Stopwatch watch;
  grpc::ClientContext context;
  const auto both_ways = stub->Stream(&context);
  std::thread writer([&] {
    for (uint64_t i = 0; i < messages && both_ways->Write(request); ++i) continue;
    both_ways->WritesDone();
  });
  EchoMessage answer;
  while (both_ways->Read(&answer)) continue;
  writer.join();
  const grpc::Status status = both_ways->Finish();
  if (!status.ok()) fail(status.error_message());
  report({{"seconds", watch.seconds()}});
}

}  // namespace
}  // namespace geotask::bench

int main(int argc, char** argv) {
  namespace bench = geotask::bench;
  CLI::App app("gRPC alone");
  std::string address;
  uint64_t bytes = 0;
  uint64_t answer_bytes = 0;
  int count = 1000;
  app.require_subcommand(1);
  app.add_subcommand("serve")->callback([] { bench::serve(); });
  CLI::App* call = app.add_subcommand("call");
  CLI::App* stream = app.add_subcommand("stream");
  for (CLI::App* each : {call, stream}) {
    each->add_option("address", address)->required();
    each->add_option("--bytes", bytes);
    each->add_option("--answer-bytes", answer_bytes);
  }
  call->add_option("--count", count);
  call->callback([&] { bench::call(address, bytes, answer_bytes, count); });
  stream->callback([&] { bench::stream(address, bytes, answer_bytes); });
  CLI11_PARSE(app, argc, argv);
}
