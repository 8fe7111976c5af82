import type { FileService } from './FileService';

export async function misuse(files: FileService): Promise<void> {
  await files.read(7);
  const text: string = await files.read('/a');
  await files.isThere('/a');
  console.log(text);
}
