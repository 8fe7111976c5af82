package dev.valence.cli.download;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.valence.download.DownloadItem;
import dev.valence.download.InterruptReason;
import java.nio.file.Path;

/** A download as JSON. */
final class ItemJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private ItemJson() {}

  static ObjectNode of(DownloadItem item) {
    Path path = item.getSavePath();
    InterruptReason reason = item.interruptReason();
    ObjectNode json =
        MAPPER
            .createObjectNode()
            .put("id", item.id())
            .put("url", item.getURL())
            .put("state", item.getState().wireName())
            .put("paused", item.isPaused())
            .put("file", path == null ? null : path.toString())
            .put("receivedBytes", item.getReceivedBytes())
            .put("totalBytes", item.getTotalBytes())
            .put("mimeType", item.getMimeType())
            .put("etag", item.getETag())
            .put("lastModified", item.getLastModifiedTime())
            .put("startTime", item.getStartTime())
            .put("endTime", item.getEndTime())
            .put("interruptReason", reason == null ? null : reason.name())
            .put("canResume", item.canResume());
    ArrayNode chain = json.putArray("urlChain");
    item.getURLChain().forEach(chain::add);
    return json;
  }
}
