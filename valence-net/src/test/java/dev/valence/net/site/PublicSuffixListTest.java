package dev.valence.net.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.net.url.Url;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PublicSuffixListTest {
  private static final Pattern CHECK =
      Pattern.compile("^checkPublicSuffix\\((null|'[^']*'), (null|'[^']*')\\);");

  private final PublicSuffixList list = PublicSuffixList.bundled();

  @Test
  void publicChecks() throws IOException {
    String folder = System.getProperty("valence.vectors", "");
    Path path = Path.of(folder, "psl", "test_psl.txt");
    boolean there = !folder.isEmpty() && Files.exists(path);
    if (!there) {
      System.out.println("Skipped: no public vectors psl/test_psl.txt (property valence.vectors)");
    }
    Assumptions.assumeTrue(there, "no public vectors psl/test_psl.txt");
    List<String> failures = new ArrayList<>();
    int cases = 0;
    for (String line : Files.readAllLines(path)) {
      Matcher check = CHECK.matcher(line);
      if (!check.find() || check.group(1).equals("null")) {
        continue;
      }
      cases++;
      String host = check.group(1).replace("'", "");
      String expected = check.group(2).equals("null") ? null : ascii(check.group(2));
      String actual = list.registrableDomain(ascii(host));
      if (!String.valueOf(expected).equalsIgnoreCase(String.valueOf(actual))) {
        failures.add(line + " was " + actual);
      }
    }
    assertThat(cases).isEqualTo(77);
    assertThat(failures).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "com,,true",
    "example.com,example.com,false",
    "www.example.com,example.com,false",
    "WWW.Example.COM,Example.COM,false",
    "www.example.com.,example.com.,false",
    "com.,,true",
    "co.uk,,true",
    "a.b.example.co.uk,example.co.uk,false",
    // A rule of the private section.
    "github.io,,true",
    "a.b.github.io,b.github.io,false",
    // *.ck and !www.ck
    "ck,,true",
    "anything.ck,,true",
    "a.anything.ck,a.anything.ck,false",
    "www.ck,www.ck,false",
    "a.www.ck,www.ck,false",
    // *.kawasaki.jp without kawasaki.jp: the rule jp holds for it.
    "kawasaki.jp,kawasaki.jp,false",
    // No rule: the default rule *.
    "localhost,,true",
    "unlisted,,true",
    "a.unlisted,a.unlisted,false",
    "b.a.unlisted,a.unlisted,false",
    // Not domains.
    "127.0.0.1,,false",
    "[::1],,false",
    "1,,false",
    ".,,false",
    "'',,false",
    ".com,,false",
    ".example.com,,false",
    "example..com,,false",
    "a..,,false",
    // International names come as in a URL's host.
    "a.b.xn--85x722f.xn--55qx5d.cn,xn--85x722f.xn--55qx5d.cn,false",
  })
  void hosts(String host, String registrable, boolean suffix) {
    assertThat(list.registrableDomain(host)).isEqualTo(registrable);
    assertThat(list.isPublicSuffix(host)).isEqualTo(suffix);
  }

  @Test
  void publicSuffixOfAHost() {
    assertThat(list.publicSuffix("www.example.co.uk")).isEqualTo("co.uk");
    assertThat(list.publicSuffix("www.ck")).isEqualTo("ck");
    assertThat(list.publicSuffix("x.unlisted")).isEqualTo("unlisted");
    assertThat(list.publicSuffix("10.0.0.1")).isNull();
  }

  @Test
  void everyRuleMatchesItsOwnName() throws IOException {
    int rules = 0;
    try (var in = PublicSuffixList.class.getResourceAsStream("public_suffix_list.dat")) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        if (line.isEmpty() || line.startsWith("//")) {
          continue;
        }
        rules++;
        if (line.startsWith("!")) {
          String name = ascii(line.substring(1));
          assertThat(list.registrableDomain("a." + name)).isEqualTo(name);
        } else if (line.startsWith("*.")) {
          assertThat(list.isPublicSuffix(ascii("zz-any." + line.substring(2)))).as(line).isTrue();
        } else {
          // UTS 46, which URLs use, gives the rule the same name as the list's reader does.
          assertThat(list.isPublicSuffix(ascii(line))).as(line).isTrue();
        }
      }
    }
    assertThat(rules).isGreaterThan(9000);
  }

  @Test
  void aRuleOfAnUnknownFormIsRefused() {
    byte[] rules = "com\na.*.com\n".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> SuffixTable.parse(rules))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a.*.com");
  }

  @Test
  void aTableGrows() {
    StringBuilder rules = new StringBuilder();
    for (int i = 0; i < 50_000; i++) {
      rules.append("rule").append(i).append(".test\n");
    }
    byte[] bytes = rules.toString().getBytes(StandardCharsets.UTF_8);
    PublicSuffixList big = new PublicSuffixList(SuffixTable.parse(bytes));
    assertThat(big.isPublicSuffix("rule0.test")).isTrue();
    assertThat(big.isPublicSuffix("rule49999.test")).isTrue();
    assertThat(big.isPublicSuffix("rule50000.test")).isFalse();
  }

  @Test
  void aHostThatIsNotAsciiIsRefused() {
    assertThatThrownBy(() -> list.registrableDomain("例え.jp"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("例え.jp");
  }

  /** The name as a URL would have it; other than a URL, a leading dot and the case stay. */
  private static String ascii(String quoted) {
    String name = quoted.replace("'", "");
    return name.chars().allMatch(c -> c < 0x80) ? name : Url.parse("http://" + name).host();
  }

  @ParameterizedTest
  @CsvSource({
    "com, true",
    "co.uk, true",
    "CO.UK., true",
    "unknown, true",
    "foo.ck, true",
    "www.ck, false",
    "github.io, false",
    "s3.amazonaws.com, false",
    "example.com, false",
  })
  void thePrivateSectionIsNoRegistry(String host, boolean registry) {
    assertThat(PublicSuffixList.bundled().isRegistrySuffix(host)).isEqualTo(registry);
  }
}
