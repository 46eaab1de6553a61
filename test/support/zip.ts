import { crc32, deflateRawSync } from 'node:zlib';

/** A file of an archive, and what the archive says of it where that is not the truth. */
export interface ZipFile {
  readonly name: string;
  readonly text?: string | Buffer;
  readonly declaredSize?: number;
  /** As a Unix mode, for example 0o120777 for a link. */
  readonly mode?: number;
  readonly isEncrypted?: boolean;
  /** Kept as it is. */
  readonly isStored?: boolean;
}

/** A zip archive, as hostile as it is asked to be. */
export function zipOf(files: readonly ZipFile[]): Buffer {
  const [local, central]: [Buffer[], Buffer[]] = [[], []];
  let offset = 0;
  for (const { name, text = '', declaredSize, mode = 0o100644, isEncrypted = false, isStored = false } of files) {
    const content = Buffer.from(text);
    const packed = isStored ? content : deflateRawSync(content);
    const nameBytes = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x800 | (isEncrypted ? 1 : 0), 2);
    common.writeUInt16LE(isStored ? 0 : 8, 4);
    common.writeUInt32LE(crcOf(content), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(declaredSize ?? content.length, 18);
    common.writeUInt16LE(nameBytes.length, 22);
    const header = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, nameBytes, packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE((mode << 16) >>> 0, 6);
    rest.writeUInt32LE(offset, 10);
    central.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x03', 'latin1'), common, rest, nameBytes]));
    local.push(header);
    offset += header.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, directory, end]);
}

function crcOf(content: Buffer): number {
  return crc32(content);
}
