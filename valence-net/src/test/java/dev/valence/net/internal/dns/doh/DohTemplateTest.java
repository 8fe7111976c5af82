package dev.valence.net.internal.dns.doh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DohTemplateTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "https://dns.example/dns-query, true, https://dns.example/dns-query",
    "https://dns.example/dns-query{?dns}, false, https://dns.example/dns-query?dns=AB-_",
    "'https://dns.example/q{?a,dns,b}', false, https://dns.example/q?dns=AB-_",
    "https://dns.example/q?x=1{&dns}, false, https://dns.example/q?x=1&dns=AB-_",
    "https://dns.example/{dns}, false, https://dns.example/AB-_",
    "https://dns.example/{+dns}, false, https://dns.example/AB-_",
    "https://dns.example{/dns*}, false, https://dns.example/AB-_",
    "https://dns.example/q{.dns}, false, https://dns.example/q.AB-_",
    "https://dns.example/q{;dns}, false, https://dns.example/q;dns=AB-_",
    "https://dns.example/{other}q{?dns}, false, https://dns.example/q?dns=AB-_",
    "https://dns.example/{?other}, true, https://dns.example/",
    "https://[::1]:8443/, true, https://[::1]:8443/",
  })
  void aTemplateIsExpanded(String template, boolean post, String url) {
    DohTemplate read = DohTemplate.parse(template);
    assertThat(read.usesPost()).isEqualTo(post);
    assertThat(read.url("AB-_").href()).isEqualTo(url);
    assertThat(read).hasToString(template);
  }

  @Test
  void aServerThatFailsRestsEverLonger() {
    AtomicLong clock = new AtomicLong();
    DohServers servers =
        new DohServers(List.of("https://one.example/", "https://two.example/"), clock::get);
    DohServers.Server one = servers.inOrder(false).get(0);
    servers.onFailure(one);
    assertThat(servers.inOrder(false)).hasSize(2).first().isSameAs(one);
    servers.onFailure(one);
    assertThat(servers.inOrder(false)).hasSize(1).doesNotContain(one);
    assertThat(servers.inOrder(true)).hasSize(2).last().isSameAs(one);
    clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
    assertThat(servers.inOrder(false)).first().isSameAs(one);
    servers.onFailure(one);
    clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
    assertThat(servers.inOrder(false)).doesNotContain(one);
    servers.onAnswer(one);
    assertThat(servers.inOrder(false)).first().isSameAs(one);
  }
}
