package io.github.dcpt4j.sdk.runtime.natives;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The smallest library that Linux loads on x86-64: it has a name and nothing else. (Executable and
 * Linkable Format, 64 bits: a header, two program headers, the dynamic section, its strings.)
 */
final class SharedObject {
  private static final int HEADER = 64;
  private static final int PROGRAM_HEADER = 56;
  private static final int DYNAMIC = HEADER + 2 * PROGRAM_HEADER;
  private static final int ENTRIES = 6;
  private static final int SYMBOLS = DYNAMIC + ENTRIES * 16;
  private static final int STRINGS = SYMBOLS + 24;

  private SharedObject() {}

  /**
   * Makes the library.
   *
   * @param name the name by which others ask for it (SONAME)
   */
  static byte[] named(String name) {
    byte[] strings = ("\0" + name + "\0").getBytes(StandardCharsets.US_ASCII);
    int size = STRINGS + strings.length;
    ByteBuffer file = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    // Magic number, 64 bits, little endian, version 1; shared object, x86-64, version 1.
    file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}).position(16);
    file.putShort((short) 3).putShort((short) 62).putInt(1);
    file.putLong(0).putLong(HEADER).putLong(0).putInt(0);
    file.putShort((short) HEADER).putShort((short) PROGRAM_HEADER).putShort((short) 2);
    file.position(HEADER);
    // What is loaded: everything, readable and writable; and where the dynamic section is.
    programHeader(file, 1, 0, size, 0x1000);
    programHeader(file, 2, DYNAMIC, ENTRIES * 16, 8);
    file.putLong(5).putLong(STRINGS);
    file.putLong(6).putLong(SYMBOLS);
    file.putLong(10).putLong(strings.length);
    file.putLong(11).putLong(24);
    file.putLong(14).putLong(1);
    file.putLong(0).putLong(0);
    file.position(STRINGS);
    file.put(strings);
    return file.array();
  }

  private static void programHeader(ByteBuffer file, int type, long offset, long size, long align) {
    file.putInt(type).putInt(6);
    file.putLong(offset).putLong(offset).putLong(offset);
    file.putLong(size).putLong(size).putLong(align);
  }
}
