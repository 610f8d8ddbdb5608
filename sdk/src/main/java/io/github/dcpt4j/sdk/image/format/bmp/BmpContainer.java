package io.github.dcpt4j.sdk.image.format.bmp;

import io.github.dcpt4j.sdk.image.ReadLimits;
import io.github.dcpt4j.sdk.image.bytes.Bytes;
import io.github.dcpt4j.sdk.image.format.Attachments;
import io.github.dcpt4j.sdk.image.format.Container;
import io.github.dcpt4j.sdk.image.format.OpenCvDecoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Windows bitmap: a file header with the offset of the pixels, an information header. */
final class BmpContainer {
  private static final int INFORMATION = 14;
  private static final int OLD_INFORMATION_LENGTH = 12;

  private BmpContainer() {}

  static boolean matches(ByteBuffer file) {
    return Bytes.areAt(file, 0, "BM");
  }

  static Container read(ByteBuffer file, ReadLimits limits) {
    ByteBuffer bitmap = file.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    long pixels = bitmap.getInt(10) & 0xffffffffL;
    boolean old = bitmap.getInt(INFORMATION) == OLD_INFORMATION_LENGTH;
    int width = old ? bitmap.getShort(18) & 0xffff : bitmap.getInt(18);
    // Negative where the rows are stored from the top.
    int height = old ? bitmap.getShort(20) & 0xffff : Math.abs(bitmap.getInt(22));
    int bits = bitmap.getShort(old ? 24 : 28) & 0xffff;
    int compression = old ? 0 : bitmap.getInt(30);
    boolean runLengths = compression == 1 || compression == 2;
    // Rows are filled up to whole 32-bit words. Run lengths state no size: the decoder sees to
    // them.
    long rowBytes = ((long) width * bits + 31) / 32 * 4;
    Bytes.requireLength(bitmap, pixels + (runLengths ? 0 : rowBytes * height));
    return new Container(
        width, height, 4, Attachments.NONE, new OpenCvDecoder("BMP", List.of(file)));
  }
}
