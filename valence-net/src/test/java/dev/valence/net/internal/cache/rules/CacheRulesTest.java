package dev.valence.net.internal.cache.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.HttpVersion;
import dev.valence.net.ResponseHead;
import dev.valence.net.http.CacheMode;
import dev.valence.net.http.HeaderList;
import dev.valence.net.internal.cache.CachedHead;
import dev.valence.net.internal.cache.rules.Reuse.Kind;
import dev.valence.net.site.Site;
import dev.valence.net.url.Origin;
import dev.valence.net.url.Url;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules as tables. The time is Wed, 01 Jan 2020 00:00:00 GMT plus seconds. */
class CacheRulesTest {
  private static final long START = 1_577_836_800_000L;
  private static final String DATE = "Wed, 01 Jan 2020 00:00:00 GMT";

  private static CachedHead stored(int status, String... fields) {
    HeaderList headers = HeaderList.of(fields);
    return new CachedHead(
        START,
        START,
        new ResponseHead(HttpVersion.HTTP_1_1, status, "", headers),
        new HeaderList(1));
  }

  @Test
  void aStoredHeadIsReadOnce() {
    CachedHead head = stored(200, "Cache-Control", "max-age=60", "Date", DATE);
    StoredReading first = StoredReading.of(head);
    assertThat(fresh(59, head).isFresh()).isTrue();
    assertThat(fresh(60, head).isFresh()).isFalse();
    assertThat(StoredReading.of(head)).isSameAs(first);
    assertThat(StoredReading.of(stored(200, "Cache-Control", "max-age=60", "Date", DATE)))
        .isNotSameAs(first);
  }

  private static Freshness fresh(long seconds, CachedHead head) {
    return Freshness.at(head, START + seconds * 1000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "max-age=60 | 60",
        "MAX-AGE=60 | 60",
        "max-age=\"60\" | 60",
        "max-age=060 | 60",
        "max-age=60, max-age=5 | 5",
        "max-age=99999999999999999999 | 2147483647",
        "max-age=-1 | 0",
        "max-age=6x | 0",
        "max-age=6.0 | 0",
        "max-age='60' | 0",
        "max-age | 0",
        "max-age =60 | -1",
        "x=\"max-age=60\" | -1",
        "x=\"a\\\"b, max-age=7\", max-age=60 | 60",
        "x=\"open, max-age=60 | -1",
        ",, max-age=60 ,| 60",
        "private | -1",
      })
  void maxAge(String value, long seconds) {
    assertThat(CacheControl.of(HeaderList.of("Cache-Control", value)).seconds("max-age"))
        .isEqualTo(seconds);
  }

  @Test
  void qualifiedDirectivesNameFields() {
    CacheControl control =
        CacheControl.of(HeaderList.of("cache-control", "no-cache=\"a, b\", no-cache=c"));
    assertThat(control.fields("no-cache")).containsExactly("a", "b", "c");
    assertThat(control.has("no-cache")).isTrue();
    assertThat(control.hasBare("no-cache")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | Cache-Control: max-age=10 | 10",
        "200 | Cache-Control: s-maxage=10 | 0",
        "200 | Expires: Wed, 01 Jan 2020 00:01:00 GMT; Date: " + DATE + " | 60",
        "200 | Expires: 0; Date: " + DATE + " | 0",
        "200 | Expires: Wed, 01 Jan 2020 00:01:00 GMT; Cache-Control: max-age=0 | 0",
        "200 | Last-Modified: Tue, 31 Dec 2019 23:50:00 GMT; Date: " + DATE + " | 60",
        "200 | Last-Modified: Wed, 01 Jan 2020 00:10:00 GMT; Date: " + DATE + " | 0",
        "404 | Last-Modified: Tue, 31 Dec 2019 23:50:00 GMT; Date: " + DATE + " | 60",
        "503 | Last-Modified: Tue, 31 Dec 2019 23:50:00 GMT; Date: " + DATE + " | 0",
        "301 | Location: / | 2147483647",
        "302 | Location: / | 0",
        "200 | Cache-Control: no-cache, max-age=60 | 0",
        "200 | Cache-Control: max-age=60; Vary: *  | 0",
        "200 | Cache-Control: max-age=60; Pragma: no-cache  | 0",
        "200 | X: y  | 0",
      })
  void lifetime(int status, String fields, long seconds) {
    HeaderList headers = new HeaderList();
    for (String field : fields.split(";")) {
      int colon = field.indexOf(':');
      headers.add(field.substring(0, colon).strip(), field.substring(colon + 1).strip());
    }
    CachedHead head =
        new CachedHead(
            START,
            START,
            new ResponseHead(HttpVersion.HTTP_1_1, status, "", headers),
            new HeaderList(1));
    assertThat(fresh(0, head).lifetimeSeconds()).isEqualTo(seconds);
  }

  @Test
  void ageOfAResponse() {
    assertThat(fresh(5, stored(200)).ageSeconds()).isEqualTo(5);
    assertThat(fresh(5, stored(200, "Age", "30")).ageSeconds()).isEqualTo(35);
    assertThat(fresh(5, stored(200, "Date", "Tue, 31 Dec 2019 23:59:00 GMT")).ageSeconds())
        .isEqualTo(65);
    assertThat(fresh(5, stored(200, "Date", "Wed, 01 Jan 2020 09:00:00 GMT")).ageSeconds())
        .as("a server's clock that is ahead")
        .isEqualTo(5);
    assertThat(fresh(-100, stored(200)).ageSeconds()).as("our clock was set back").isZero();
    assertThat(fresh(0, stored(200, "Age", "x")).ageSeconds()).isEqualTo(Integer.MAX_VALUE);
    CachedHead slow =
        new CachedHead(START - 7000, START, stored(200, "Age", "1").response(), new HeaderList(1));
    assertThat(fresh(0, slow).ageSeconds()).as("the delay counts").isEqualTo(8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        // response | request | mode | age | what is done
        "max-age=60 | - | default | 59 | USE",
        "max-age=60 | - | default | 60 | VALIDATE",
        "max-age=60, stale-while-revalidate=30 | - | default | 89 | USE_WHILE_REVALIDATING",
        "max-age=60, stale-while-revalidate=30 | - | default | 90 | VALIDATE",
        "max-age=60, stale-while-revalidate=30, must-revalidate | - | default | 61 | VALIDATE",
        "no-cache, max-age=60 | - | default | 0 | VALIDATE",
        "max-age=60 | no-cache | default | 0 | VALIDATE",
        "max-age=60 | max-age=5 | default | 5 | VALIDATE",
        "max-age=60 | max-age=5 | default | 4 | USE",
        "max-age=60 | min-fresh=20 | default | 41 | VALIDATE",
        "max-age=60 | min-fresh=20 | default | 40 | USE",
        "max-age=60 | max-stale | default | 6000 | USE",
        "max-age=60 | max-stale=10 | default | 70 | USE",
        "max-age=60 | max-stale=10 | default | 71 | VALIDATE",
        "max-age=60, must-revalidate | max-stale=10 | default | 61 | VALIDATE",
        "max-age=60 | - | no-cache | 0 | VALIDATE",
        "max-age=60, immutable | - | no-cache | 0 | USE",
        "max-age=60, immutable | - | no-cache | 60 | VALIDATE",
        "no-cache | - | force-cache | 6000 | USE",
        "max-age=1 | - | only-if-cached | 6000 | USE",
      })
  void reuse(String response, String request, String mode, long age, Kind kind) {
    HeaderList fields =
        request == null ? new HeaderList() : HeaderList.of("Cache-Control", request);
    CacheUse use = CacheUse.of("GET", fields, false, CacheMode.ofWireName(mode));
    long now = START + age * 1000;
    assertThat(Reuse.of(use, stored(200, "Cache-Control", response, "ETag", "\"a\""), now).kind())
        .isEqualTo(kind);
    Kind without = kind == Kind.VALIDATE ? Kind.FETCH : kind;
    assertThat(Reuse.of(use, stored(200, "Cache-Control", response), now).kind())
        .isEqualTo(without);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET | X: y | default | true | true",
        "HEAD | X: y | default | true | false",
        "POST | X: y | default | false | false",
        "GET | X: y | no-store | false | false",
        "GET | X: y | reload | false | true",
        "GET | Range: bytes=0-1 | default | true | true",
        "GET | Range: bytes=0-1,4-5 | default | false | false",
        "GET | Range: lines=0-1 | default | false | false",
        "GET | If-None-Match: \"a\" | default | false | true",
        "GET | If-Modified-Since: x | default | false | true",
        "GET | If-Match: \"a\" | default | false | false",
        "GET | If-Unmodified-Since: x | default | false | false",
        "GET | If-Range: \"a\" | default | false | false",
        "GET | Cache-Control: no-store | default | false | false",
        "GET | Authorization: Basic x | default | true | true",
      })
  void use(String method, String field, String mode, boolean reads, boolean writes) {
    String[] parts = field.split(": ");
    CacheUse use =
        CacheUse.of(method, HeaderList.of(parts[0], parts[1]), false, CacheMode.ofWireName(mode));
    assertThat(use.reads()).isEqualTo(reads);
    assertThat(use.writes()).isEqualTo(writes);
    assertThat(CacheUse.of(method, new HeaderList(), true, CacheMode.DEFAULT).reads()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "200 | - | true",
        "200 | no-store | false",
        "200 | max-age=1, no-store, must-understand | true",
        "599 | max-age=1, must-understand | false",
        "206 | max-age=1 | false",
        "304 | max-age=1 | false",
        "401 | max-age=1 | false",
        "416 | max-age=1 | false",
        "404 | - | true",
        "302 | - | false",
        "302 | max-age=1 | true",
        "500 | - | false",
        "500 | public | true",
      })
  void storability(int status, String control, boolean isStored) {
    HeaderList headers =
        control == null ? new HeaderList() : HeaderList.of("Cache-Control", control);
    ResponseHead head = new ResponseHead(HttpVersion.HTTP_1_1, status, "", headers);
    assertThat(Storability.refusal(CacheControl.of(new HeaderList()), head) == null)
        .isEqualTo(isStored);
    assertThat(
            Storability.refusal(CacheControl.of(HeaderList.of("Cache-Control", "no-store")), head))
        .isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "bytes=0-4 | 0 | 5",
        "bytes=5- | 5 | 10",
        "bytes=-3 | 7 | 10",
        "bytes=-30 | 0 | 10",
        "bytes=8-99 | 8 | 10",
        "BYTES= 0 - 4 | 0 | 5",
        "bytes=10- | - | -",
        "bytes=-0 | - | -",
      })
  void rangesWithinTenBytes(String text, Long from, Long to) {
    ByteRange range = ByteRange.parse(text);
    assertThat(range).isNotNull();
    assertThat(range.within(10)).isEqualTo(from == null ? null : new ByteRange.Span(from, to, 10));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bytes=4-3",
        "bytes=-",
        "bytes=",
        "bytes=a-b",
        "bytes=0-1,3-4",
        "items=0-1",
        "bytes=--1",
        "bytes=99999999999999999999-"
      })
  void whatIsNoRange(String text) {
    assertThat(ByteRange.parse(text)).isNull();
  }

  @Test
  void contentRanges() {
    assertThat(ByteRange.parseContentRange("bytes 3-9/10"))
        .isEqualTo(new ByteRange.Span(3, 10, 10));
    for (String bad : List.of("bytes 3-9/*", "bytes */10", "bytes 9-3/10", "bytes 3-10/10", "x")) {
      assertThat(ByteRange.parseContentRange(bad)).as(bad).isNull();
    }
  }

  @Test
  void continuationNeedsAStrongValidatorAndALength() {
    assertThat(Continuation.isPossible(stored(200, "ETag", "\"a\"", "Content-Length", "9"), 4))
        .isTrue();
    assertThat(Continuation.isPossible(stored(200, "ETag", "W/\"a\"", "Content-Length", "9"), 4))
        .isFalse();
    assertThat(Continuation.isPossible(stored(200, "ETag", "\"a\""), 4)).isFalse();
    assertThat(Continuation.isPossible(stored(200, "ETag", "\"a\"", "Content-Length", "9"), 0))
        .isFalse();
    CachedHead none = stored(200, "ETag", "\"a\"", "Content-Length", "9", "Accept-Ranges", "none");
    assertThat(Continuation.isPossible(none, 4)).isFalse();
    String old = "Tue, 31 Dec 2019 23:50:00 GMT";
    CachedHead dated = stored(200, "Last-Modified", old, "Date", DATE, "Content-Length", "9");
    assertThat(Continuation.isPossible(dated, 4)).isTrue();
    CachedHead young = stored(200, "Last-Modified", DATE, "Date", DATE, "Content-Length", "9");
    assertThat(Continuation.isPossible(young, 4)).isFalse();
  }

  @Test
  void varyComparesTheNamedFieldsOnly() {
    HeaderList request = HeaderList.of("Foo", "1,2", "Bar", "x");
    HeaderList response = HeaderList.of("Vary", "foo , Accept-Language");
    CachedHead head =
        new CachedHead(
            START,
            START,
            new ResponseHead(HttpVersion.HTTP_1_1, 200, "", response),
            VaryRules.selectingFields(response, request));
    assertThat(VaryRules.matches(head, HeaderList.of("foo", " 1, 2 "))).isTrue();
    assertThat(VaryRules.matches(head, HeaderList.of("foo", "1", "foo", "2"))).isTrue();
    assertThat(VaryRules.matches(head, HeaderList.of("foo", "1"))).isFalse();
    assertThat(VaryRules.matches(head, HeaderList.of("foo", "1,2", "accept-language", "de")))
        .isFalse();
    assertThat(VaryRules.matches(head, new HeaderList())).isFalse();
  }

  @Test
  void whatA304Changes() {
    HeaderList before =
        HeaderList.of("ETag", "\"a\"", "Content-Length", "5", "X", "1", "X", "2", "Age", "9");
    HeaderList news =
        HeaderList.of(
            "X", "3", "Content-Length", "0", "Set-Cookie", "a=b", "Connection", "y", "Y", "1");
    assertThat(StoredFields.updated(before, news))
        .isEqualTo(HeaderList.of("ETag", "\"a\"", "Content-Length", "5", "X", "3"));
  }

  @Test
  void whatAChangeInvalidates() {
    Url url = Url.parse("https://a.example/x");
    HeaderList response =
        HeaderList.of("Location", "/y", "Content-Location", "https://b.example/z");
    assertThat(Invalidation.targets("POST", url, 201, response))
        .extracting(Url::href)
        .containsExactly("https://a.example/x", "https://a.example/y");
    assertThat(Invalidation.targets("BREW", url, 204, new HeaderList())).hasSize(1);
    assertThat(Invalidation.targets("POST", url, 500, response)).isEmpty();
    assertThat(Invalidation.targets("GET", url, 200, response)).isEmpty();
  }

  @Test
  void partitions() {
    Origin a = Origin.of(Url.parse("https://www.a.example"));
    Origin b = Origin.of(Url.parse("https://b.example"));
    Origin opaque = Origin.of(Url.parse("data:,"));
    assertThat(NetworkPartition.of(null, null)).isEmpty();
    assertThat(NetworkPartition.of(Site.of(a), b)).isEqualTo("https://a.example https://b.example");
    assertThat(NetworkPartition.of(null, a)).isEqualTo(NetworkPartition.of(Site.of(a), a));
    assertThat(NetworkPartition.of(Site.of(a), opaque)).isNull();
  }
}
