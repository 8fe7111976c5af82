package dev.valence.download;

import dev.valence.Session;
import dev.valence.Valence;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A process that downloads until it has everything, or is killed: resumes what an earlier one left,
 * and starts what is not on the list. Arguments: the session's folder, the folder for the files,
 * then how many files and their base URL.
 */
final class DownloadRunner {
  private DownloadRunner() {}

  public static void main(String[] arguments) throws Exception {
    Path files = Path.of(arguments[1]);
    int count = Integer.parseInt(arguments[2]);
    try (Valence valence = Valence.builder().build()) {
      Session session = valence.session().fromPath(Path.of(arguments[0]));
      List<DownloadItem> items = new ArrayList<>(DownloadProbe.get(session.downloads().list()));
      List<String> known = items.stream().map(item -> item.getURLChain().get(0)).toList();
      items.forEach(DownloadItem::resume);
      for (int i = 0; i < count; i++) {
        String url = arguments[3] + "/" + i;
        if (!known.contains(url)) {
          items.add(
              session.downloadURL(
                  url,
                  DownloadOptions.builder()
                      .savePath(files.resolve(i + ".bin"))
                      .retryDelay(Duration.ofMillis(20))
                      .retries(50)
                      .build()));
        }
      }
      System.out.println("running");
      System.out.flush();
      for (DownloadItem item : items) {
        DownloadState state = item.settled().get();
        if (state != DownloadState.COMPLETED) {
          System.out.println("failed " + item + " " + item.interruptReason());
          System.exit(1);
        }
      }
      System.out.println("done");
    }
  }
}
