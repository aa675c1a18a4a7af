/**
 * Puts an answer's body together from its pieces. A server decides how small they are: kept one by one, five MiB of
 * single bytes would take some 600 MB, so all but the first are copied into one buffer that doubles when it is full.
 */
export class BodyCollector {
  #bytes: Buffer = Buffer.alloc(0);
  #sizeBytes = 0;

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  add(piece: Buffer): void {
    if (this.#sizeBytes === 0) {
      // Most answers have one piece, and are taken as they came.
      this.#bytes = piece;
      this.#sizeBytes = piece.length;
      return;
    }
    const sizeBytes = this.#sizeBytes + piece.length;
    if (sizeBytes > this.#bytes.length) {
      const grown = Buffer.allocUnsafe(2 * sizeBytes);
      this.#bytes.copy(grown, 0, 0, this.#sizeBytes);
      this.#bytes = grown;
    }
    piece.copy(this.#bytes, this.#sizeBytes);
    this.#sizeBytes = sizeBytes;
  }

  take(): Buffer {
    return this.#bytes.subarray(0, this.#sizeBytes);
  }
}
