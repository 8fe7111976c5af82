package dev.valence.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Every sample of a run as JSON, for comparison with other runs. */
final class JsonReport {
  private JsonReport() {}

  static void write(Path file, List<Sample> samples, Map<String, Object> settings)
      throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode();
    root.set("settings", mapper.valueToTree(settings));
    ArrayNode rows = root.putArray("samples");
    for (Sample sample : samples) {
      Measurement measurement = sample.measurement();
      Work work = sample.scenario().work();
      ObjectNode row = rows.addObject();
      row.put("scenario", sample.scenario().key());
      row.put("client", sample.peer().key());
      row.put("round", sample.round());
      row.put("value", measurement.value(work));
      row.put("unit", work.unit().symbol());
      if (work != Work.START) {
        row.put("operations", measurement.operations());
        row.put("nanos", measurement.nanos());
        row.put("clientCpuNanos", measurement.cpuNanos());
        row.put("allocatedBytes", measurement.allocatedBytes());
        row.put("allocationIsWhole", measurement.allocationIsWhole());
        row.put("serverLoad", sample.serverLoad());
      }
    }
    mapper.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), root);
  }
}
