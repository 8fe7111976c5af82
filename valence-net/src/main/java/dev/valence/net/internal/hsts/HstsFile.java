package dev.valence.net.internal.hsts;

import dev.valence.net.file.PrivateFiles;
import dev.valence.net.internal.hsts.HstsEntries.Entry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The entries on disk: a line each, with a checksum, so that a damaged line costs one entry. The
 * file is replaced as a whole, so that a kill leaves the old or the new one. Blocks.
 */
final class HstsFile {
  private static final Logger LOG = LoggerFactory.getLogger(HstsFile.class);
  private static final String FIRST_LINE = "valence-hsts 1";
  private static final long MAX_BYTES = 4 << 20;

  private final Path file;

  HstsFile(Path folder) {
    this.file = folder.resolve("TransportSecurity");
  }

  /** What the file holds; nothing where there is none, or none of ours. */
  List<Entry> read() throws IOException {
    List<String> lines;
    try {
      if (Files.size(file) > MAX_BYTES) {
        LOG.warn("{} is larger than {} bytes and is not read", file, MAX_BYTES);
        return List.of();
      }
      lines = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).lines().toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
    if (lines.isEmpty() || !lines.get(0).equals(FIRST_LINE)) {
      LOG.warn("{} is no file of hosts with strict transport security, or a newer one", file);
      return List.of();
    }
    List<Entry> entries = new ArrayList<>(lines.size());
    for (String line : lines.subList(1, lines.size())) {
      Entry entry = parse(line);
      if (entry == null) {
        LOG.warn("A damaged line of {} was left out", file);
      } else {
        entries.add(entry);
      }
    }
    return entries;
  }

  void write(Collection<Entry> entries) throws IOException {
    StringBuilder text = new StringBuilder(FIRST_LINE).append('\n');
    for (Entry entry : entries) {
      text.append(line(entry)).append('\n');
    }
    Path fresh = file.resolveSibling("TransportSecurity.new");
    Files.deleteIfExists(fresh);
    PrivateFiles.create(fresh);
    Files.write(fresh, text.toString().getBytes(StandardCharsets.ISO_8859_1));
    Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String line(Entry entry) {
    String text =
        entry.host() + " " + entry.expiryMillis() + " " + (entry.includeSubDomains() ? 1 : 0);
    return text + " " + checksum(text);
  }

  private static @Nullable Entry parse(String line) {
    int last = line.lastIndexOf(' ');
    if (last < 0 || !checksum(line.substring(0, last)).equals(line.substring(last + 1))) {
      return null;
    }
    String[] parts = line.split(" ");
    return parts.length == 4
        ? new Entry(parts[0], Long.parseLong(parts[1]), parts[2].equals("1"))
        : null;
  }

  private static String checksum(String text) {
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(StandardCharsets.ISO_8859_1));
    return Long.toHexString(crc.getValue());
  }
}
