package dev.valence.internal.download.name;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.url.Url;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DownloadNameTest {
  private static String of(String disposition) {
    return DownloadName.of(Url.parse("http://host.test/url.bin"), disposition, "");
  }

  /** A header field is a row of bytes, one char each. */
  private static String asField(String utf8) {
    return new String(utf8.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "attachment; filename=a.txt | a.txt",
        "attachment; filename=\"a b.txt\" | a b.txt",
        "ATTACHMENT;FILENAME=A.TXT | A.TXT",
        "inline; filename=\"a.txt\" | a.txt",
        "filename=a.txt | a.txt",
        "attachment; filename=\"a\\\"b.txt\" | a_b.txt",
        "attachment; filename=first.txt; filename=second.txt | first.txt",
        "attachment; filename*=UTF-8''%e2%82%ac.txt | €.txt",
        "attachment; filename*=utf-8'en'na%C3%AFve.txt | naïve.txt",
        "attachment; filename*=iso-8859-1''%e4.txt | ä.txt",
        "attachment; filename=plain.txt; filename*=UTF-8''star.txt | star.txt",
        "attachment; filename*=UTF-8''star.txt; filename=plain.txt | star.txt",
        "attachment; filename=plain.txt; filename*=UTF-8''%ff | plain.txt",
        "attachment; filename=plain.txt; filename*=nonsense | plain.txt",
        "attachment; filename=\"=?UTF-8?B?w7wudHh0?=\" | ü.txt",
        "attachment; filename=\"=?UTF-8?Q?=C3=BC_1.txt?=\" | ü 1.txt",
        "attachment; filename=\"%C3%BC.txt\" | ü.txt",
        "attachment; filename=\"100%.txt\" | 100%.txt",
        "attachment; filename=\"\" | url.bin",
        "attachment; filename | url.bin",
        "attachment | url.bin",
        "; ; = ; | url.bin",
        "attachment; filename=\"unended | unended",
      })
  void theNameInTheHeader(String disposition, String name) {
    assertThat(of(disposition)).isEqualTo(name);
  }

  @Test
  void rawUtf8AndLatin1InTheHeader() {
    assertThat(of(asField("attachment; filename=\"日本.txt\""))).isEqualTo("日本.txt");
    assertThat(of("attachment; filename=\"\u00e4.txt\"")).isEqualTo("ä.txt");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "../../etc/passwd | _.._etc_passwd",
        "..\\\\..\\\\windows\\\\system.ini | _.._windows_system.ini",
        "/etc/passwd | _etc_passwd",
        "C:\\\\autoexec.bat | C__autoexec.bat",
        "%2e%2e%2fsecret | _secret",
        ".. | url.bin",
        "... | url.bin",
        ".bashrc | bashrc",
        "a.txt. | a.txt_",
        "a.txt   . | a.txt____",
        "CON | _CON",
        "con.txt | _con.txt",
        "Aux.tar.gz | _Aux.tar.gz",
        "nul | _nul",
        "COM1.log | _COM1.log",
        "lpt9 | _lpt9",
        "com¹ | _com¹",
        "CONIN$ | _CONIN$",
        "console.txt | console.txt",
        "com10.txt | com10.txt",
        "desktop.ini | _desktop.ini",
        "a<b>c:d?e*f | a_b_c_d_e_f",
        "a.lnk | a.download",
        "a.{21EC2020-3AEA-1069-A2DD-08002B30309D} | a.download",
        "file.txt:stream | file.txt_stream",
        "a%00.txt | a_.txt",
        "a%0d%0ab.txt | a__b.txt",
        "invoice%e2%80%aefdp.exe | invoice_fdp.exe",
        "--- | url.bin",
      })
  void namesThatMeanHarm(String written, String name) {
    assertThat(of("attachment; filename=\"" + written + "\"")).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      emptyValue = "",
      value = {
        "http://h/a/report.pdf | '' | report.pdf",
        "http://h/a/report | application/pdf | report.pdf",
        "http://h/a/report.php?id=1 | application/pdf | report.pdf",
        "http://h/a/report.pdf?v=2 | application/pdf | report.pdf",
        "http://h/a/archive.tar.gz | application/gzip | archive.tar.gz",
        "http://h/a/photo.jpeg?x | image/jpeg | photo.jpeg",
        "http://h/a/data.bin?x | application/octet-stream | data.bin",
        "http://h/a%20b%C3%BC.txt | '' | a bü.txt",
        "http://h/a%2Fb.txt | '' | a_b.txt",
        "http://h/a%5Cb.txt | '' | a_b.txt",
        "http://h/ | '' | download",
        "http://h/ | text/html | download.html",
        "http://h/dir/ | image/png | download.png",
        "http://h/%2e%2e%2f | '' | __",
        "http://h/con | text/plain | _con.txt",
      })
  void theNameInTheUrl(String url, String type, String name) {
    String expected = name.equals("__") ? "download" : name;
    assertThat(DownloadName.of(Url.parse(url), "", type)).isEqualTo(expected);
  }

  @Test
  void s134_whereTheUrlHasNoNameTheTypeMakesOne() {
    assertThat(DownloadName.of(Url.parse("http://h/?testFilename"), "inline", "application/pdf"))
        .isEqualTo("download.pdf");
  }

  @Test
  void aNamedFileWithoutExtensionKeepsItSo() {
    assertThat(
            DownloadName.of(Url.parse("http://h/x"), "attachment; filename=README", "text/plain"))
        .isEqualTo("README");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "ü", "日", "😀"})
  void longNamesAreCutBetweenCharactersAndKeepTheirExtension(String letter) {
    String name = of(asField("attachment; filename=\"" + letter.repeat(400) + ".txt\""));

    assertThat(name).endsWith(letter + ".txt");
    assertThat(name.getBytes(StandardCharsets.UTF_8).length)
        .isBetween(SafeFileName.MOST_BYTES - 4, SafeFileName.MOST_BYTES);
  }

  @Test
  void aHeaderOfManyParametersIsReadInNoTime() {
    assertThat(of("attachment; " + "a=b;".repeat(20_000) + "filename=late.txt"))
        .isEqualTo("url.bin");
  }

  @Test
  void namesThatAreTakenAreNumbered() {
    assertThat(UniqueName.of("a.txt", 0)).isEqualTo("a.txt");
    assertThat(UniqueName.of("a.txt", 2)).isEqualTo("a (2).txt");
    assertThat(UniqueName.of("a.tar.gz", 1)).isEqualTo("a (1).tar.gz");
    assertThat(UniqueName.of("a", 1)).isEqualTo("a (1)");
    assertThat(UniqueName.of(".a", 1)).isEqualTo(".a (1)");
  }
}
