package dev.valence.ipc.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TsDocTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{@code List<String>} of it|`List<String>` of it",
        "see {@link Files#read(String) reading}|see `reading`",
        "see {@link Files#read(String)}|see `Files.read`",
        "see {@link #read}|see `read`",
        "{@literal <b>} is bold|<b> is bold",
        "{@code @Nullable &lt;} and &#64;home|`@Nullable &lt;` and \\@home",
        "a <b>bold</b> <i>word</i>|a **bold** *word*",
        "1 &lt; 2 &amp;&amp; 3 &gt; 2|1 < 2 && 3 > 2",
        "ends */ here|ends *\\/ here",
        "mail user@host or @home|mail user@host or \\@home",
      })
  void inlineTagsBecomeMarkdown(String javadoc, String expected) {
    assertThat(TsDoc.prose(javadoc)).isEqualTo(expected);
  }

  @Test
  void paragraphsAndListsStayApart() {
    assertThat(TsDoc.prose(" One.\n\n <p>Two:\n <ul>\n   <li>a\n   <li>b\n </ul>\n"))
        .isEqualTo("One.\n\nTwo:\n\n- a\n- b");
  }

  @Test
  void aCommentWithoutTextIsNone() {
    assertThat(TsDoc.of(null).comment("", List.of())).isEmpty();
    assertThat(TsDoc.of(" @author somebody\n").comment("", List.of())).isEmpty();
  }
}
