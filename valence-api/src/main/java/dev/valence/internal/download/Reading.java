package dev.valence.internal.download;

import dev.valence.internal.download.journal.JournalEntry.Response;
import dev.valence.internal.download.name.DownloadName;
import dev.valence.internal.download.rules.Answer;
import dev.valence.internal.download.rules.ExpectedDigests;
import dev.valence.internal.download.rules.Validators;
import dev.valence.net.ResponseHead;
import dev.valence.net.http.HeaderList;
import dev.valence.net.url.Url;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** What a download keeps of the head of a response. */
final class Reading {
  private Reading() {}

  /** Of a response that brings the whole file. */
  static Response of(ResponseHead head, List<Url> urls) {
    HeaderList headers = head.headers();
    String disposition = text(headers, "content-disposition");
    String mimeType = mimeType(text(headers, "content-type"));
    boolean coded = Answer.isCoded(headers);
    return new Response(
        urls.stream().map(Url::href).toList(),
        DownloadName.of(urls.get(urls.size() - 1), disposition, mimeType),
        mimeType,
        disposition,
        // The bytes of a coded file are not those that its validators and ranges speak of.
        coded ? Validators.NONE : Validators.of(headers, Instant.now()),
        !coded && text(headers, "accept-ranges").toLowerCase(Locale.ROOT).contains("bytes"),
        ExpectedDigests.of(headers, true));
  }

  /** Where there was no such response: the URL alone. */
  static Response of(Url url) {
    return new Response(
        List.of(url.withoutCredentials().href()),
        DownloadName.of(url, "", ""),
        "",
        "",
        Validators.NONE,
        false,
        ExpectedDigests.NONE);
  }

  private static String text(HeaderList headers, String name) {
    String value = headers.get(name);
    return value == null ? "" : value.strip();
  }

  private static String mimeType(String contentType) {
    int end = contentType.indexOf(';');
    return (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }
}
