// Written by valence-ipc-processor from com.example.files.FileService; do not edit.

/**
 * Files of the *program*. Paths are `/`-separated; see `list`.
 *
 * Not for folders such as `/tmp`, nor a comment's end: *\/ <b>.
 */
export interface FileService {
  /**
   * The bytes of a file.
   *
   * @param path - where it is
   * @returns all of them
   * @throws `IOException` when it cannot be read
   */
  read(path: string): Promise<Uint8Array>;

  list(folder: string): Promise<Entry[]>;

  /** Writes. */
  write(path: string, bytes: Uint8Array, mode?: Mode | undefined): Promise<void>;

  copy(from: string, to: string, progress?: (value: number) => void): Promise<void>;

  find(in_: string, function_: boolean): Promise<Entry | null>;

  title(id: number): Promise<string | null>;

  changed(id: bigint): Promise<Date | undefined>;

  open(path: string): Promise<ReadableStream<Uint8Array>>;

  tail(path: string): Promise<ReadableStream<Uint8Array>>;

  upload(changes: ReadableStream<Change<Entry>>, body: ReadableStream<Uint8Array>): Promise<void>;

  page(query: Page<Partial<Record<Mode, Set<Int32Array>>>>): Promise<Page<Entry>>;

  attributes(wanted: Array<Mode | undefined>, any: unknown, letter: string): Promise<Record<string, Array<string | null>>>;

  sizes(of: Record<number, Float64Array>, flags: boolean[], names: string[][]): Promise<BigInt64Array>;

  /** The first that changes. */
  watch(path: string): Promise<Entry>;
}

/** A file. */
export interface Entry {
  /** its name, without folders */
  readonly name: string;
  /** the folder */
  readonly parent?: Entry | undefined;
  readonly changed: Date;
  readonly mode: Mode;
  readonly note: string | null;
}

/** How a file is opened. */
export type Mode = "READ" | "READ_WRITE";

export interface Change<T> {
  readonly before: T;
  readonly after: T;
}

export interface Page<T> {
  readonly items: T[];
  readonly next: number;
  readonly date: FileServiceDate;
}

export interface FileServiceDate {
  readonly year: number;
}
