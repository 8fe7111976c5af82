import type { Entry, FileService, Mode } from './FileService';

export async function use(files: FileService): Promise<string> {
  const bytes: Uint8Array = await files.read('/a');
  const entries: Entry[] = await files.list('/');
  await files.write('/b', bytes);
  await files.write('/b', bytes, 'READ_WRITE');
  await files.copy('/a', '/b');
  await files.copy('/a', '/b', (part) => console.log(part.toFixed(1)));
  const found: Entry | null = await files.find('/', true);
  const title: string | null = await files.title(1);
  const changed: Date | undefined = await files.changed(2n);
  const reader = (await files.open('/a')).getReader();
  const chunk: Uint8Array | undefined = (await reader.read()).value;
  const mode: Mode = entries[0]?.mode ?? 'READ';
  const page = await files.page({ items: [{ READ: new Set([new Int32Array(1)]) }], next: 1, date: { year: 1 } });
  const literal: Entry = { name: 'n', changed: new Date(), mode, note: null, parent: undefined };
  const watched: Entry = await files.watch('/');
  return [title, changed?.toISOString(), chunk?.length, found?.parent?.name, page.items.length, literal.name, watched.name].join();
}
