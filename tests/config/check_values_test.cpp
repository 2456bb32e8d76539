// SPDX-License-Identifier: GPL-2.0-or-later
#include "config/check_values.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace geotask {
namespace {

using testing::HasSubstr;

TEST(ListenAddress, HostsV6AndSocketsAreAccepted) {
  for (const char* address :
       {"127.0.0.1:0", "localhost:65535", "[::1]:9090", "[::]:0", "unix:/tmp/geotaskd.sock"}) {
    EXPECT_EQ(checkListenAddress(address), "") << address;
  }
}

TEST(ListenAddress, TheMessageSaysWhatToWrite) {
  EXPECT_THAT(checkListenAddress("9090"), HasSubstr("HOST:PORT"));
  EXPECT_THAT(checkListenAddress(":9090"), HasSubstr("HOST:PORT"));
  EXPECT_THAT(checkListenAddress("a b:1"), HasSubstr("HOST:PORT"));
  EXPECT_THAT(checkListenAddress("::1:9090"), HasSubstr("[::1]:9090"));
  EXPECT_THAT(checkListenAddress("[::x]:9090"), HasSubstr("[::1]:9090"));
  for (const char* address : {"h:65536", "h:-1", "h:", "h:http", "h:99999999999999"}) {
    EXPECT_THAT(checkListenAddress(address), HasSubstr("0 to 65535")) << address;
  }
  EXPECT_THAT(checkListenAddress("unix:"), HasSubstr("unix:PATH"));
  EXPECT_THAT(checkListenAddress("unix:/nowhere/sock"), HasSubstr("no folder /nowhere"));
  EXPECT_THAT(checkListenAddress("unix:/" + std::string(200, 'x')), HasSubstr("at most 107"));
}

TEST(SourceName, IsLowerCaseWithALetterFirst) {
  for (const char* name : {"world", "a", "osm-2026_01"}) EXPECT_EQ(checkSourceName(name), "");
  for (const char* name : {"", "World", "1a", "-a", "a b", "a/b", "ä"}) {
    EXPECT_THAT(checkSourceName(name), HasSubstr("world=/data/world.gpkg")) << name;
  }
}

TEST(AlgorithmPattern, IsAnIdOrStandsForSome) {
  for (const char* pattern :
       {"native:buffer", "gdal:warp*", "*", "qgis:*plot", "grass7:v.in.?xf"}) {
    EXPECT_EQ(checkAlgorithmPattern(pattern), "") << pattern;
  }
  for (const char* pattern : {"", "buffer", "native buffer", "gdal:a:b", ":", "native/*"}) {
    EXPECT_THAT(checkAlgorithmPattern(pattern), HasSubstr("gdal:warp*")) << pattern;
  }
}

TEST(StateDir, ItsNearestFolderMustTakeFiles) {
  EXPECT_EQ(checkStateDir(testing::TempDir() + "/not/there/yet"), "");
  EXPECT_THAT(checkStateDir("/dev/null/state"), HasSubstr("/dev/null is no folder"));
  EXPECT_THAT(checkStateDir(""), HasSubstr("name a folder"));
}

TEST(Passwords, AreMaskedInEverySpelling) {
  EXPECT_EQ(maskPasswords("PG:host=db password=secret dbname=x"),
            "PG:host=db password=*** dbname=x");
  EXPECT_EQ(maskPasswords(R"(PG:PASSWORD = 'my \'own\' one' user=me)"),
            "PG:PASSWORD = *** user=me");
  EXPECT_EQ(maskPasswords("postgresql://me:p/a:s@s@db:5432/x"), "postgresql://me:***@db:5432/x");
  EXPECT_EQ(maskPasswords("postgresql://db/x?user=me&password=secret&sslmode=require"),
            "postgresql://db/x?user=me&password=***&sslmode=require");
  EXPECT_EQ(maskPasswords("PG:host=db sslpassword=secret"), "PG:host=db sslpassword=***");
  EXPECT_EQ(maskPasswords("PG:dbname=x user=me"), "PG:dbname=x user=me");
}

}  // namespace
}  // namespace geotask
