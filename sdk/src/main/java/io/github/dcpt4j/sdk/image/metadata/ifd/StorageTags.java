package io.github.dcpt4j.sdk.image.metadata.ifd;

import java.util.Set;

/**
 * The tags of a TIFF directory that tell how pixels are stored, or hold other data as large as
 * pictures: they belong to their file and are not carried to another.
 */
public final class StorageTags {
  private static final int FIRST = 254;
  private static final int LAST = 266;
  private static final Set<Integer> MORE =
      Set.of(
          273, 274, 277, 278, 279, 280, 281, 284, 288, 289, 290, 291, 292, 293, 297, 301, 317, 318,
          319, 320, 321, 322, 323, 324, 325, 330, 332, 333, 334, 336, 338, 339, 340, 341, 342, 343,
          347, 512, 513, 514, 515, 517, 518, 519, 520, 521, 529, 530, 531, 532, 700, 33723, 34377,
          34675, 37724);

  private StorageTags() {}

  public static boolean contains(int tag) {
    return tag >= FIRST && tag <= LAST || MORE.contains(tag);
  }
}
