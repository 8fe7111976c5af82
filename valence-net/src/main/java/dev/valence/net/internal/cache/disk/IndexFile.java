package dev.valence.net.internal.cache.disk;

import dev.valence.net.internal.cache.disk.EntryName.KeyHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a folder of entries holds. The files say so themselves; the index, which is written when a
 * store is closed, saves asking each of them. It is taken away when it has been read: a process
 * that is killed leaves none, and the files are asked. Blocks.
 */
final class IndexFile {
  /** One entry. Times in milliseconds since the epoch. */
  record Item(EntryName name, long bytes, long storedMillis, long usedMillis) {}

  private static final Logger LOG = LoggerFactory.getLogger(IndexFile.class);
  private static final String NAME = "index";
  private static final long MAGIC = 0x56_4c_4e_43_49_44_58_01L;
  private static final int ITEM_BYTES = 6 * Long.BYTES;
  private static final int FRAME_BYTES = Long.BYTES + Integer.BYTES + Integer.BYTES;
  private static final int MOST_ITEMS = 4_000_000;

  private final Disk disk;
  private final Path folder;

  IndexFile(Disk disk, Path folder) {
    this.disk = disk;
    this.folder = folder;
  }

  /** Everything in the folder that may be an entry; what is something else is taken away. */
  List<Item> read() throws IOException {
    Disk.createFolder(folder);
    Map<EntryName, Item> known = new HashMap<>();
    for (Item item : readIndex()) {
      known.put(item.name, item);
    }
    List<Item> items = new ArrayList<>(known.size());
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        EntryName name = EntryName.parse(file.getFileName().toString());
        Item item = name == null ? null : known.get(name);
        if (item != null) {
          items.add(item);
        } else if (name != null) {
          items.add(ask(file, name));
        } else {
          removeForeign(file);
        }
      }
    }
    return items;
  }

  private static Item ask(Path file, EntryName name) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    long time = attributes.lastModifiedTime().toMillis();
    return new Item(name, attributes.size(), time, time);
  }

  private static void removeForeign(Path file) {
    try {
      if (Files.isRegularFile(file)) {
        Files.delete(file);
      }
    } catch (IOException e) {
      LOG.warn("{} is no file of the HTTP cache, and cannot be removed: {}", file, e.toString());
    }
  }

  private List<Item> readIndex() throws IOException {
    Path file = folder.resolve(NAME);
    ByteBuffer bytes;
    try {
      if (Files.size(file) > FRAME_BYTES + (long) MOST_ITEMS * ITEM_BYTES) {
        return List.of();
      }
      bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return List.of();
    }
    Files.delete(file);
    int size = bytes.remaining() - FRAME_BYTES;
    if (size < 0
        || size % ITEM_BYTES != 0
        || bytes.getInt(bytes.limit() - Integer.BYTES) != sum(bytes)
        || bytes.getLong() != MAGIC
        || bytes.getInt() != size / ITEM_BYTES) {
      return List.of();
    }
    List<Item> items = new ArrayList<>(size / ITEM_BYTES);
    for (int i = 0; i < size / ITEM_BYTES; i++) {
      KeyHash hash = new KeyHash(bytes.getLong(), bytes.getLong());
      EntryName name = new EntryName(hash, bytes.getLong());
      items.add(new Item(name, bytes.getLong(), bytes.getLong(), bytes.getLong()));
    }
    return items;
  }

  void write(List<Item> items) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(FRAME_BYTES + items.size() * ITEM_BYTES);
    bytes.putLong(MAGIC).putInt(items.size());
    for (Item item : items) {
      KeyHash hash = item.name.hash();
      bytes.putLong(hash.high()).putLong(hash.low()).putLong(item.name.sequence());
      bytes.putLong(item.bytes).putLong(item.storedMillis).putLong(item.usedMillis);
    }
    bytes.putInt(sum(bytes)).flip();
    Path fresh = folder.resolve("index.new");
    Files.deleteIfExists(fresh);
    try (FileChannel to = disk.open(fresh, true)) {
      while (bytes.hasRemaining()) {
        to.write(bytes);
      }
    }
    Files.move(
        fresh,
        folder.resolve(NAME),
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.ATOMIC_MOVE);
  }

  /** The sum over everything but the last four bytes. */
  private static int sum(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.array(), 0, bytes.capacity() - Integer.BYTES);
    return (int) crc.getValue();
  }
}
