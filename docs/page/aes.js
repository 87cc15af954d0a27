// AES in CBC mode (FIPS 197), for PDFs that are encrypted with an empty password: everybody may read them, and Python here has
// no library for it. The browser's own works only while nothing else does, and so cannot be asked from within Python.
const aesCbc = (() => {
  const times = (a, b) => {
    let product = 0;
    for (; b; b >>= 1, a = (a << 1) ^ (a & 0x80 ? 0x11b : 0)) if (b & 1) product ^= a;
    return product & 0xff;
  };
  const table = by => Uint8Array.from({length: 256}, (_none, at) => times(at, by));
  const [by2, by3, by9, by11, by13, by14] = [2, 3, 9, 11, 13, 14].map(table);
  const box = new Uint8Array(256);
  const unbox = new Uint8Array(256);
  // 3 goes through all numbers but 0; 246 is what it is multiplied by to be 1.
  for (let at = 1, inverse = 1, left = 256; left; left -= 1) {
    const from = left === 1 ? 0 : at;
    const of = left === 1 ? 0 : inverse;
    const turned = by => (of << by) | (of >> (8 - by));
    const boxed = (of ^ turned(1) ^ turned(2) ^ turned(3) ^ turned(4) ^ 0x63) & 0xff;
    box[from] = boxed;
    unbox[boxed] = from;
    at = times(at, 3);
    inverse = times(inverse, 246);
  }

  const expanded = key => {
    const words = key.length / 4;
    const keys = new Uint8Array(16 * (words + 7));
    keys.set(key);
    for (let at = key.length, round = 1; at < keys.length; at += 4) {
      let word = keys.slice(at - 4, at);
      if ((at / 4) % words === 0) {
        word = Uint8Array.of(word[1], word[2], word[3], word[0]).map(byte => box[byte]);
        word[0] ^= round;
        round = times(round, 2);
      } else if (words > 6 && (at / 4) % words === 4) word = word.map(byte => box[byte]);
      for (let byte = 0; byte < 4; byte += 1) keys[at + byte] = keys[at + byte - key.length] ^ word[byte];
    }
    return keys;
  };

  const addKey = (state, keys, round) => {
    for (let at = 0; at < 16; at += 1) state[at] ^= keys[16 * round + at];
  };

  // Boxes bytes and shifts rows: the byte of column c and row r comes from column c + r, or c - r.
  const moved = new Uint8Array(16);
  const substitute = (state, boxes, way) => {
    for (let at = 0; at < 16; at += 1) moved[at] = boxes[state[(at + way * 4 * (at % 4) + 64) % 16]];
    state.set(moved);
  };

  const mix = (state, [first, second, third, fourth]) => {
    for (let at = 0; at < 16; at += 4) {
      const [a, b, c, d] = [state[at], state[at + 1], state[at + 2], state[at + 3]];
      state[at] = first[a] ^ second[b] ^ third[c] ^ fourth[d];
      state[at + 1] = fourth[a] ^ first[b] ^ second[c] ^ third[d];
      state[at + 2] = third[a] ^ fourth[b] ^ first[c] ^ second[d];
      state[at + 3] = second[a] ^ third[b] ^ fourth[c] ^ first[d];
    }
  };
  const by1 = table(1);
  const MIX = [by2, by3, by1, by1];
  const UNMIX = [by14, by11, by13, by9];

  const encrypt = (state, keys) => {
    const last = keys.length / 16 - 1;
    addKey(state, keys, 0);
    for (let round = 1; round <= last; round += 1) {
      substitute(state, box, 1);
      if (round < last) mix(state, MIX);
      addKey(state, keys, round);
    }
  };

  const decrypt = (state, keys) => {
    const last = keys.length / 16 - 1;
    for (let round = last; round >= 1; round -= 1) {
      addKey(state, keys, round);
      if (round < last) mix(state, UNMIX);
      substitute(state, unbox, -1);
    }
    addKey(state, keys, 0);
  };

  // `data` are whole blocks; returns as many bytes.
  return (key, vector, data, decrypts) => {
    const keys = expanded(key);
    const out = new Uint8Array(data);
    let before = vector;
    for (let at = 0; at < out.length; at += 16) {
      const state = out.subarray(at, at + 16);
      if (!decrypts) for (let byte = 0; byte < 16; byte += 1) state[byte] ^= before[byte];
      (decrypts ? decrypt : encrypt)(state, keys);
      if (decrypts) for (let byte = 0; byte < 16; byte += 1) state[byte] ^= before[byte];
      before = decrypts ? data.subarray(at, at + 16) : state;
    }
    return out;
  };
})();
