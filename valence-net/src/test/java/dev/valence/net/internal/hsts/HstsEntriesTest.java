package dev.valence.net.internal.hsts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HstsEntriesTest {
  private final HstsEntries entries = new HstsEntries();

  @Test
  void aHostIsCoveredUntilItsTimeIsOver() {
    entries.note("a.test", new StsHeader(10, false), 1000);

    assertThat(entries.covers("a.test", 1000)).isTrue();
    assertThat(entries.covers("a.test.", 10_999)).isTrue();
    assertThat(entries.covers("a.test", 11_000)).isFalse();
    assertThat(entries.covers("b.a.test", 1000)).isFalse();
    assertThat(entries.covers("test", 1000)).isFalse();
  }

  @Test
  void hostsBelowAreCoveredWhereTheHostSaysSo() {
    entries.note("a.test", new StsHeader(10, true), 0);

    assertThat(entries.covers("b.a.test", 0)).isTrue();
    assertThat(entries.covers("c.b.a.test", 0)).isTrue();
    assertThat(entries.covers("xa.test", 0)).isFalse();
  }

  @Test
  void anEndedEntryOfTheHostDoesNotHideTheOneAbove() {
    entries.note("a.test", new StsHeader(10, true), 0);
    entries.note("b.a.test", new StsHeader(1, false), 0);

    assertThat(entries.covers("b.a.test", 5000)).isTrue();
  }

  @Test
  void aMaxAgeOfZeroForgetsTheHost() {
    entries.note("a.test", new StsHeader(10, true), 0);

    assertThat(entries.note("a.test", new StsHeader(0, false), 0)).isTrue();
    assertThat(entries.note("a.test", new StsHeader(0, false), 0)).isFalse();
    assertThat(entries.covers("a.test", 0)).isFalse();
  }

  @Test
  void ofTooManyTheSoonestToEndGoes() {
    for (int i = 0; i < HstsEntries.MAX_ENTRIES; i++) {
      entries.note("h" + i + ".test", new StsHeader(1000 + i, false), 0);
    }
    entries.note("new.test", new StsHeader(5000, false), 0);

    assertThat(entries.all()).hasSize(HstsEntries.MAX_ENTRIES);
    assertThat(entries.covers("h0.test", 0)).isFalse();
    assertThat(entries.covers("h1.test", 0)).isTrue();
    assertThat(entries.covers("new.test", 0)).isTrue();
  }
}
