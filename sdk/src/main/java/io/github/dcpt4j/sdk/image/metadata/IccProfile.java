package io.github.dcpt4j.sdk.image.metadata;

import io.github.dcpt4j.sdk.error.PictureException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/** Questions to an ICC profile (ISO 15076-1): a header of 128 bytes and a table of tags. */
public final class IccProfile {
  private static final int COLOUR_SPACE = 16;
  private static final int SIGNATURE = 36;
  private static final int TAG_COUNT = 128;
  private static final int TAG_TABLE = 132;
  private static final int TAG_LENGTH = 12;
  private static final int MOST_TAGS = 200;
  private static final int LONGEST_NAME = 200;
  private static final Pattern HIGH_RANGE = Pattern.compile("2100.*(PQ|HLG)");
  // ITU-T H.273: the transfer functions of SMPTE ST 2084 and of BT.2100 HLG
  private static final int TRANSFER_PQ = 16;
  private static final int TRANSFER_HLG = 18;

  private IccProfile() {}

  /** Returns whether the bytes are a profile of RGB or grey. */
  public static boolean isUsable(byte[] profile) {
    return isProfile(profile) && (isGrey(profile) || has(profile, COLOUR_SPACE, "RGB "));
  }

  /** Returns whether a profile tells of grey rather than of RGB. */
  public static boolean isGrey(byte[] profile) {
    return has(profile, COLOUR_SPACE, "GRAY");
  }

  /** Returns a profile without the bytes that some writers fill up behind its stated size. */
  public static byte[] withoutPadding(byte[] profile) {
    if (profile.length < TAG_TABLE) {
      return profile;
    }
    int stated = ByteBuffer.wrap(profile).getInt(0);
    return stated >= TAG_TABLE && stated < profile.length
        ? Arrays.copyOf(profile, stated)
        : profile;
  }

  /** Refuses what is not a profile of RGB or grey for standard dynamic range. */
  public static void requireUsable(byte[] profile) {
    if (!isUsable(profile)) {
      throw new PictureException(
          PictureException.Kind.UNSUPPORTED,
          "The ICC profile is not one of RGB or grey: leave it away.");
    }
    requireStandardRange(profile);
  }

  /**
   * Refuses what encodes a high dynamic range: networks have never seen such values. Profiles say
   * so in a tag of their own since version 4.4; older ones have it in their name.
   */
  public static void requireStandardRange(byte[] profile) {
    int transfer = tag(profile, "cicp");
    // Behind the type and four reserved bytes: primaries, transfer function, matrix, range.
    if (transfer >= 0 && transfer < profile.length - 9) {
      requireStandardTransfer(profile[transfer + 9]);
    }
    int name = tag(profile, "desc");
    if (name >= 0 && name < profile.length) {
      int length = Math.min(LONGEST_NAME, profile.length - name);
      String text = new String(profile, name, length, StandardCharsets.ISO_8859_1);
      // Names may be in letters of two bytes.
      if (HIGH_RANGE.matcher(text.replace("\0", "")).find()) {
        throw highRange();
      }
    }
  }

  public static void requireStandardTransfer(int function) {
    if (function == TRANSFER_PQ || function == TRANSFER_HLG) {
      throw highRange();
    }
  }

  private static PictureException highRange() {
    return new PictureException(
        PictureException.Kind.UNSUPPORTED,
        "The picture is encoded for high dynamic range (PQ or HLG): "
            + "convert it to standard dynamic range first.");
  }

  private static boolean isProfile(byte[] profile) {
    return profile.length >= TAG_TABLE
        && has(profile, SIGNATURE, "acsp")
        && ByteBuffer.wrap(profile).getInt(0) == profile.length;
  }

  /** Returns where the data of a tag begins, or -1. */
  private static int tag(byte[] profile, String name) {
    ByteBuffer table = ByteBuffer.wrap(profile);
    int count = Math.min(table.getInt(TAG_COUNT), MOST_TAGS);
    for (int i = 0; i < count && TAG_TABLE + (i + 1) * TAG_LENGTH <= profile.length; i++) {
      int entry = TAG_TABLE + i * TAG_LENGTH;
      if (has(profile, entry, name)) {
        return table.getInt(entry + 4);
      }
    }
    return -1;
  }

  private static boolean has(byte[] profile, int offset, String signature) {
    return new String(profile, offset, signature.length(), StandardCharsets.ISO_8859_1)
        .equals(signature);
  }
}
