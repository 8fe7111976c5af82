package dev.valence.net.cookie;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.site.Site;
import dev.valence.net.url.Origin;
import dev.valence.net.url.Url;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SameSiteContextTest {
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // url, site for cookies, initiator, method, main frame, sending, storing
        "https://a.org,-,-,GET,false,SAME_SITE_STRICT,SAME_SITE_LAX",
        "https://a.org,-,-,POST,false,SAME_SITE_STRICT,SAME_SITE_LAX",
        "https://a.org,https://a.org,https://www.a.org,POST,false,SAME_SITE_STRICT,SAME_SITE_LAX",
        "https://a.org,https://a.org,-,GET,true,SAME_SITE_STRICT,SAME_SITE_LAX",
        "https://a.org,https://a.org,https://b.org,GET,true,SAME_SITE_LAX,SAME_SITE_LAX",
        "https://a.org,https://a.org,https://b.org,HEAD,true,SAME_SITE_LAX,SAME_SITE_LAX",
        "https://a.org,https://a.org,https://b.org,POST,true,SAME_SITE_LAX_METHOD_UNSAFE,"
            + "SAME_SITE_LAX",
        "https://a.org,https://a.org,https://b.org,GET,false,CROSS_SITE,CROSS_SITE",
        "https://a.org,https://b.org,-,GET,false,CROSS_SITE,CROSS_SITE",
        "https://a.org,https://b.org,https://a.org,GET,false,CROSS_SITE,CROSS_SITE",
        "http://a.org,https://a.org,https://a.org,GET,false,CROSS_SITE,CROSS_SITE",
        "wss://a.org,https://a.org,https://a.org,GET,false,SAME_SITE_STRICT,SAME_SITE_LAX",
        "ws://a.org,http://a.org,http://www.a.org,GET,false,SAME_SITE_STRICT,SAME_SITE_LAX",
        "https://a.org,-,https://b.org,GET,false,CROSS_SITE,CROSS_SITE",
        "https://a.org,-,https://www.a.org,GET,false,SAME_SITE_STRICT,SAME_SITE_LAX",
        "https://a.github.io,https://b.github.io,-,GET,false,CROSS_SITE,CROSS_SITE",
      })
  void table(
      String url,
      String siteForCookies,
      String initiator,
      String method,
      boolean mainFrame,
      SameSiteContext sending,
      SameSiteContext storing) {
    CookieAccess access =
        CookieAccess.of(
            Url.parse(url),
            siteForCookies == null ? null : Site.of(Url.parse(siteForCookies)),
            initiator == null ? null : Origin.of(Url.parse(initiator)),
            method,
            mainFrame,
            null);
    assertThat(access.sending()).isEqualTo(sending);
    assertThat(access.storing()).isEqualTo(storing);
  }

  @Test
  void anOpaqueInitiatorOrTopPageIsOfNoSite() {
    Url url = Url.parse("https://a.org/");
    assertThat(SameSiteContext.forRequest(url, null, Origin.opaque(), "GET", false))
        .isEqualTo(SameSiteContext.CROSS_SITE);
    assertThat(
            SameSiteContext.forRequest(url, Site.of(Origin.opaque()), Origin.of(url), "GET", false))
        .isEqualTo(SameSiteContext.CROSS_SITE);
  }
}
