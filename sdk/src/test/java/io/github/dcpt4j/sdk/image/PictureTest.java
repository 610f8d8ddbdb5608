package io.github.dcpt4j.sdk.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.github.dcpt4j.sdk.image.metadata.Metadata;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PictureTest {
  private static final byte[] TWO_PIXELS = {1, 2, 3, (byte) 255, (byte) 128, 0};
  // A header and a directory without entries
  private static final byte[] EXIF = {'M', 'M', 0, 42, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0};

  @Test
  void keepsACopyOfWhatItIsMadeFromAndGivesCopiesAway() {
    byte[] samples = TWO_PIXELS.clone();
    Picture picture = Picture.ofBytes(2, 1, samples);
    samples[0] = 99;
    picture.toBytes()[1] = 99;
    assertThat(picture.toBytes()).containsExactly(TWO_PIXELS);
  }

  @Test
  void roundsHalvesToTheEvenNeighbourAndLimitsWhatLiesOutside() {
    float[] samples = {0.5f / 255, 1.5f / 255, 2.5f / 255, -1, 2, Float.NaN};
    byte[] bytes = Picture.ofFloats(2, 1, samples).to8Bit().toBytes();
    assertThat(bytes).containsExactly(0, 2, 2, 0, (byte) 255, 0);
  }

  @Test
  void bytesSurviveTheWayThroughFloats() {
    byte[] all = new byte[258];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    Picture picture = Picture.ofBytes(86, 1, all);
    assertThat(Picture.ofFloats(86, 1, picture.toFloats()).to8Bit()).isEqualTo(picture);
  }

  @Test
  void clampingLimitsFloatsAndLeavesBytesAlone() {
    Picture outside = Picture.ofFloats(1, 1, new float[] {-0.5f, 0.25f, 1.5f});
    assertThat(outside.toFloats()).containsExactly(-0.5f, 0.25f, 1.5f);
    assertThat(outside.clamped().toFloats()).containsExactly(0, 0.25f, 1);
    Picture bytes = Picture.ofBytes(2, 1, TWO_PIXELS);
    assertThat(bytes.clamped()).isSameAs(bytes);
  }

  @Test
  void planesStandOneAfterTheOther() {
    FloatBuffer planes = direct(6);
    Picture.ofBytes(2, 1, TWO_PIXELS).toPlanes(planes);
    float[] values = new float[6];
    planes.get(values);
    assertThat(values)
        .containsExactly(1 / 255f, 255 / 255f, 2 / 255f, 128 / 255f, 3 / 255f, 0 / 255f);
  }

  @Test
  void planesAndBackIsTheSamePicture() {
    Picture picture = Picture.ofFloats(3, 2, ramp(18));
    FloatBuffer planes = direct(20).position(2);
    picture.toPlanes(planes);
    assertThat(planes.position()).isEqualTo(2);
    assertThat(Picture.fromPlanes(planes, 3, 2, 3, 2)).isEqualTo(picture);
  }

  @Test
  void rowsAndColumnsCanBeChosenAndRepeated() {
    Picture picture = Picture.ofFloats(3, 2, ramp(18));
    FloatBuffer planes = direct(3 * 3 * 4);
    picture.gatherPlanes(new int[] {1, 0, 1}, new int[] {2, 2, 0, 1}, planes);

    Picture gathered = Picture.fromPlanes(planes, 4, 3, 4, 3);

    assertThat(pixel(gathered, 0, 0)).containsExactly(pixel(picture, 2, 1));
    assertThat(pixel(gathered, 2, 1)).containsExactly(pixel(picture, 0, 0));
    assertThat(pixel(gathered, 3, 2)).containsExactly(pixel(picture, 1, 1));
  }

  @Test
  void theTopLeftCornerOfPlanesCanBeTaken() {
    Picture picture = Picture.ofFloats(3, 2, ramp(18));
    FloatBuffer planes = direct(18);
    picture.toPlanes(planes);
    Picture corner = Picture.fromPlanes(planes, 3, 2, 2, 1);
    assertThat(corner.toFloats()).containsExactly(0, 1, 2, 3, 4, 5);
  }

  @Test
  void knowsWhetherAllSamplesAreNumbers() {
    assertThat(Picture.ofFloats(1, 1, new float[] {0, -5, 9}).isFinite()).isTrue();
    assertThat(Picture.ofFloats(1, 1, new float[] {0, Float.NaN, 0}).isFinite()).isFalse();
    assertThat(Picture.ofBytes(2, 1, TWO_PIXELS).isFinite()).isTrue();
  }

  @Test
  void bytesAndShortsSurviveTheWayThroughOneAnother() {
    byte[] all = new byte[258];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    Picture picture = Picture.ofBytes(86, 1, all);
    assertThat(picture.as(SampleType.UINT16).toShorts()[1]).isEqualTo((short) 257);
    assertThat(picture.as(SampleType.UINT16).to8Bit()).isEqualTo(picture);
    short[] deep = {0, 128, 129, (short) 65535, (short) 65406, (short) 65407};
    Picture shorts = Picture.of(2, 1, 3, Layout.INTERLEAVED, deep);
    assertThat(shorts.toBytes()).containsExactly(0, 0, 1, (byte) 255, (byte) 254, (byte) 255);
    assertThat(shorts.as(SampleType.FLOAT32).as(SampleType.UINT16)).isEqualTo(shorts);
  }

  @Test
  void planarAndInterleavedSamplesMakeTheSamePicture() {
    Picture interleaved =
        Picture.of(2, 1, 4, Layout.INTERLEAVED, new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
    Picture planar = Picture.of(2, 1, 4, Layout.PLANAR, new byte[] {1, 5, 2, 6, 3, 7, 4, 8});
    assertThat(planar).isEqualTo(interleaved);
    assertThat(planar.alpha().orElseThrow().at(1, 0)).isEqualTo(8 / 255f);
    assertThat(Picture.of(1, 1, 2, Layout.PLANAR, new float[] {0.5f, 1}).isGrey()).isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Picture.of(1, 1, 5, Layout.PLANAR, new byte[5]));
  }

  @Test
  void greyIsGivenToWhoeverAsksForColours() {
    Picture grey = Picture.of(2, 1, 1, Layout.INTERLEAVED, new byte[] {10, 20});
    assertThat(grey.toBytes()).containsExactly(10, 10, 10, 20, 20, 20);
    FloatBuffer planes = direct(6);
    grey.toPlanes(planes);
    float[] values = new float[6];
    planes.get(values);
    assertThat(values)
        .containsExactly(10 / 255f, 20 / 255f, 10 / 255f, 20 / 255f, 10 / 255f, 20 / 255f);
  }

  @Test
  void tilesMakeAPictureOfTheSameKind() {
    Picture source =
        Picture.of(2, 1, 4, Layout.INTERLEAVED, new short[] {1, 2, 3, 4, 5, 6, 7, 8})
            .withMetadata(Metadata.none().withExif(EXIF));
    FloatBuffer planes = direct(7).position(1);
    for (float value : new float[] {0, 1, 0.5f, -3, 7, 0.25f}) {
      planes.put(value);
    }
    planes.position(1);
    Planes whole = Planes.of(planes, 2, 1);

    PictureBuilder builder = source.like();
    builder.put(1, 0, whole.part(0, 0, 1, 1)).put(0, 0, whole.part(1, 0, 1, 1));
    Picture result = builder.build();

    assertThat(result.toShorts())
        .containsExactly(
            (short) 65535, (short) 0, (short) 16384, (short) 0, (short) 32768, (short) 65535);
    assertThat(result.sampleType()).isEqualTo(SampleType.UINT16);
    assertThat(result.alpha()).isEqualTo(source.alpha());
    assertThat(result.metadata()).isEqualTo(source.metadata());
    assertThatIllegalStateException().isThrownBy(builder::build);
    assertThatIllegalStateException().isThrownBy(() -> builder.put(0, 0, whole));
  }

  @Test
  void aGreyPictureTakesTheMeanOfTheThreePlanes() {
    Picture source = Picture.of(1, 1, 1, Layout.INTERLEAVED, new float[] {0.5f});
    FloatBuffer planes = direct(3).put(0, 0.3f).put(1, 0.6f).put(2, 0.9f);
    Picture result = source.like().put(0, 0, Planes.of(planes, 1, 1)).build();
    assertThat(result.isGrey()).isTrue();
    assertThat(result.toFloats()[0]).isCloseTo(0.6f, within(1e-6f));
  }

  @Test
  void planesKnowWhetherTheirPartIsFinite() {
    FloatBuffer planes = direct(6).put(3, Float.NaN);
    assertThat(Planes.of(planes, 2, 1).isFinite()).isFalse();
    assertThat(Planes.of(planes, 2, 1).part(0, 0, 1, 1).isFinite()).isTrue();
    assertThat(Planes.of(planes, 2, 1).part(1, 0, 1, 1).isFinite()).isFalse();
  }

  @Test
  void tilesThatReachOverTheEdgeAreRefused() {
    Planes tile = Planes.of(direct(6), 2, 1);
    PictureBuilder builder = Picture.ofBytes(2, 1, TWO_PIXELS).like();
    for (int[] place : new int[][] {{1, 0}, {-1, 0}, {0, 1}}) {
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> builder.put(place[0], place[1], tile));
    }
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> tile.part(1, 0, 2, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> Planes.of(direct(5), 2, 1));
  }

  @Test
  void hiddenColoursAreFilledWithTheNearestOfTheirRow() {
    // Grey and alpha: two rows hidden, one with visible pixels between hidden ones, one hidden.
    byte[] grey = {9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 1, 9, 9, 9, 5, 9, 9, 9, 9, 9, 9, 9, 9};
    byte[] alpha = new byte[24];
    alpha[11] = 1;
    alpha[15] = -1;
    Picture picture = greyWithAlpha(8, 3, grey, alpha);

    byte[] filled = greys(picture.withHiddenColoursFilled());

    assertThat(Arrays.copyOfRange(filled, 8, 16)).containsExactly(1, 1, 1, 1, 1, 1, 5, 5);
    assertThat(Arrays.copyOfRange(filled, 0, 8)).isEqualTo(Arrays.copyOfRange(filled, 8, 16));
    assertThat(Arrays.copyOfRange(filled, 16, 24)).isEqualTo(Arrays.copyOfRange(filled, 8, 16));
    assertThat(greys(picture)).isEqualTo(grey);
  }

  @Test
  void nothingIsFilledWhereNothingOrEverythingIsHidden() {
    Picture none = Picture.ofBytes(2, 1, TWO_PIXELS);
    Picture all = greyWithAlpha(2, 1, new byte[] {1, 2}, new byte[2]);
    Picture visible = greyWithAlpha(2, 1, new byte[] {1, 2}, new byte[] {1, 2});
    for (Picture picture : new Picture[] {none, all, visible}) {
      assertThat(picture.withHiddenColoursFilled()).isSameAs(picture);
    }
  }

  @Test
  void hiddenPixelsOfABuiltPictureHaveTheColoursOfItsSource() {
    Picture source = greyWithAlpha(3, 1, new byte[] {7, 8, 9}, new byte[] {0, 1, 0});
    Planes white = Planes.of(direct(9).put(new float[] {1, 1, 1, 1, 1, 1, 1, 1, 1}).rewind(), 3, 1);
    assertThat(greys(source.like().put(0, 0, white).build())).containsExactly(7, (byte) 255, 9);
  }

  private static Picture greyWithAlpha(int width, int height, byte[] grey, byte[] alpha) {
    byte[] both = Arrays.copyOf(grey, 2 * grey.length);
    System.arraycopy(alpha, 0, both, grey.length, alpha.length);
    return Picture.of(width, height, 2, Layout.PLANAR, both);
  }

  private static byte[] greys(Picture picture) {
    byte[] rgb = picture.toBytes();
    byte[] greys = new byte[rgb.length / 3];
    for (int i = 0; i < greys.length; i++) {
      greys[i] = rgb[3 * i];
    }
    return greys;
  }

  @Test
  void sizesThatDoNotFitAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Picture.ofBytes(2, 2, TWO_PIXELS));
    assertThatIllegalArgumentException().isThrownBy(() -> Picture.ofBytes(0, 0, new byte[0]));
    assertThatIllegalArgumentException().isThrownBy(() -> Picture.ofFloats(-1, -1, new float[3]));
    Picture picture = Picture.ofBytes(2, 1, TWO_PIXELS);
    assertThatIllegalArgumentException().isThrownBy(() -> picture.toPlanes(direct(5)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Picture.fromPlanes(direct(6), 2, 1, 3, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Picture.fromPlanes(direct(5), 2, 1, 2, 1));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> picture.gatherPlanes(new int[] {0}, new int[] {2}, direct(3)));
  }

  private static float[] pixel(Picture picture, int x, int y) {
    float[] samples = picture.toFloats();
    int start = 3 * (y * picture.width() + x);
    return new float[] {samples[start], samples[start + 1], samples[start + 2]};
  }

  private static float[] ramp(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = i;
    }
    return values;
  }

  private static FloatBuffer direct(int length) {
    return ByteBuffer.allocateDirect(Float.BYTES * length)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }
}
